"""Introductions, needs and offers: who was brought together with whom, who looks for what and who has it."""
