"""The sources of the figures: systems the settings name, and what the application itself counts."""
