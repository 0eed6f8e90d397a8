"""The naive exact engine: every query is walked document by document. Its files are named as those of ``embedded``.

It is the reference that the other engines are tested against, so it is written to be obviously right, not fast.
"""

from search.engines.memory.engine import MemoryEngine

__all__ = ["MemoryEngine"]
