"""Turning text into vectors: one small Protocol, a torch model and a torch-free double."""

from retrieval.embedding.embedder import Embedder, open_embedder
from retrieval.embedding.hashing import HashingEmbedder

__all__ = ["Embedder", "HashingEmbedder", "open_embedder"]
