"""The application: channels, dialogue, people, tasks, alerts, pages and the command line."""

__version__ = "0.1.0"
