"""Logging what happened and opening one interaction."""
