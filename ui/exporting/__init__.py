"""Exporting the list that is on screen."""
