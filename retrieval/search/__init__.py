"""Finding sentences: understanding the question, two searches, one ranking."""
