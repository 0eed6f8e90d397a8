"""Whoosh behind our protocols: the only package that knows it."""

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedEngine", "EmbeddedWriter"]
