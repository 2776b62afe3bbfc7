"""Organisations: the list, one organisation with its history, and everything that is done to them."""
