"""Importing: choose files, see what would happen, decide what is asked, then import as one undoable step."""
