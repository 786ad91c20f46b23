"""What multilingual-e5 was trained to see before each side of a search."""

PROMPTS = {"query": "query: ", "passage": "passage: "}
