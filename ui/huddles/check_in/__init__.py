"""Check-in: the door of a huddle."""
