"""The command palette: find anyone and do anything from one line."""
