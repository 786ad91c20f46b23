"""One module per file format: bytes in, LoadedText out, UnreadableDocument for anything else."""
