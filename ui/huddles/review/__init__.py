"""The review of attendance files."""
