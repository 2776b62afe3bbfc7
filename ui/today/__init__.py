"""Today: what is due and what happened lately."""
