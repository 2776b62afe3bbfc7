"""Help: every action and its keys, in one list to filter."""
