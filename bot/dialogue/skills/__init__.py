"""One skill a kind of question."""
