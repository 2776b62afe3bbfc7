"""Migrations: frozen, append-only, one file a step.

From the tenth on a step says in `AFTER` how the SHA-256 of the one before begins, so that none is ever changed, and in
`FINGERPRINT` what the whole schema comes to with it, triggers and derived tables included.
"""
