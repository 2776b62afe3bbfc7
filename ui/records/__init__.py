"""What features share: the list page, cards, forms and their drafts, histories, and calls of services."""
