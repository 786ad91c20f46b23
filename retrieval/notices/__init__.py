"""A notice that somebody shows: read apart, and recognised in the library."""
