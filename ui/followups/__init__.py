"""The follow-ups page and the small panel that adds or edits one."""
