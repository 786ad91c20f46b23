"""How good the library is, measured on questions, documents and metadata whose truth is known."""
