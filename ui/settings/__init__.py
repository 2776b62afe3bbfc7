"""Settings: look, vocabularies, tags, saved views, backups, trash and the history of actions, on one page."""
