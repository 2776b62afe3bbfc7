"""Files of contacts, in and out: bytes to plain rows and back, without the database. One module a format."""
