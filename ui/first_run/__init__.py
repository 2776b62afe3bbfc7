"""The welcome: bring in your contacts, look around in an invented network, or start empty."""
