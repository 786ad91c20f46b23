"""The shelf: how files come to stand on it, and how people look through it."""
