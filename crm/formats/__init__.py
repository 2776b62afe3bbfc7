"""Files of contacts, in and out, and of attendance, in: bytes to plain rows and back, without the database.

One module a format.
"""
