"""From a file to a document: loading, structure, metadata, validity."""
