"""Contacts: the list, one contact, and everything that is done to them."""
