"""Inflates what was compressed, chunk by chunk and within a bound."""

import zlib

_GZIP_OR_ZLIB = 47
_GZIP = 31


class Inflation:
    """Inflates zlib data, or gzip data of any number of members (RFC 1952, 2.2), to at most ``limit`` + 1 bytes in all.

    The byte too many tells the caller that the limit was passed. Zeros after a member are padding, and like gzip's own
    command this leaves aside what follows a member and begins no other.
    """

    def __init__(self, limit: int) -> None:
        self._member = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._room = limit + 1
        self._begun = False
        self._over = False

    def inflate(self, chunk: bytes) -> bytes:
        """What a chunk gives; raises zlib.error when it is damaged."""
        pieces = []
        self._begun = self._begun or bool(chunk)
        while chunk and self._room and not self._over:
            if self._member.eof:
                chunk = self._next_member(chunk)
                continue
            piece = self._member.decompress(chunk, self._room)
            self._room -= len(piece)
            pieces.append(piece)
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return b"".join(pieces)

    @property
    def complete(self) -> bool:
        """Whether nothing came, or all that was begun came to its end."""
        return self._member.eof or not self._begun

    def _next_member(self, chunk: bytes) -> bytes:
        chunk = chunk.lstrip(b"\0")
        if chunk.startswith(b"\x1f"):
            self._member = zlib.decompressobj(_GZIP)
        elif chunk:
            self._over = True
        return chunk
