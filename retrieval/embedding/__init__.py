"""Turning text into vectors: one small Protocol, the encoder that comes along and needs no torch,
any model of sentence-transformers, and a double that only hashes."""

from retrieval.embedding.embedder import Embedder, open_embedder
from retrieval.embedding.hashing import HashingEmbedder

__all__ = ["Embedder", "HashingEmbedder", "open_embedder"]
