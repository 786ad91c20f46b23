"""The two indexes, vectors and characters, and the files they are kept in."""
