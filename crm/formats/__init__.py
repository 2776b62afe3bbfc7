"""One file per file format: bytes to plain rows and back, no database."""
