"""From found sentences to an answer that is quoted, honest and checked."""
