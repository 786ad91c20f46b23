"""Answers are computed here; nothing in this room writes text for people."""
