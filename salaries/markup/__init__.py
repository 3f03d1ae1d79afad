"""HTML from templates: those of public pages, which Jinja makes, and what they call."""
