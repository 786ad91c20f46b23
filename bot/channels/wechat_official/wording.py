"""Words between people and the official account."""

MORE = "继续"
"""What somebody sends to get the next waiting part."""
