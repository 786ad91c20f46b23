"""The two indexes, vectors and characters: in memory, on disk, and kept in step with the store."""
