"""Frozen answers of the whole program, so that a change of how it is built is seen where it changes what it says."""
