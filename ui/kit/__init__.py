"""Our widgets: they know Qt, not the CRM."""
