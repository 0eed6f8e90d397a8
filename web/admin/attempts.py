"""How often somebody may try to sign in: counted on disk, so that all workers count together.

Whoever tries is known by a keyed digest of the network address, which is forgotten after a quarter of an hour.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path

import msgspec

MOST = 5
"""Tries of one address that fail within the window."""
WINDOW = 900
REMEMBERED = 2_000
"""Addresses counted at a time; those that tried longest ago are forgotten first."""
NOTED = 100
"""Failures within the window that the journal tells one by one."""

_IPV6_PREFIX = 64
_Tries = dict[str, list[float]]


class Attempts:
    """Tries to sign in, in the file ``path``. ``digest`` makes an address into something that only we could make of it."""

    def __init__(self, path: Path, digest: Callable[[str], str], clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._digest = digest
        self._clock = clock

    def take(self, address: str) -> int:
        """Counts one more try, before it is known whether it fails; returns 0, or the seconds to wait when there were too many."""
        with self._opened() as tries:
            mine = tries.setdefault(self._name(address), [])
            if len(mine) >= MOST:
                return max(1, round(mine[0] + WINDOW - self._clock()))
            mine.append(self._clock())
            return 0

    def forget(self, address: str) -> None:
        """The last try succeeded: this address begins anew."""
        with self._opened() as tries:
            tries.pop(self._name(address), None)

    def worth_noting(self) -> bool:
        """Whether so few failed lately that one more is news."""
        with self._opened() as tries:
            return sum(map(len, tries.values())) <= NOTED

    @contextmanager
    def _opened(self) -> Iterator[_Tries]:
        """What was tried within the window, for this process alone; what is changed is kept."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            tries = self._recent(os.pread(descriptor, 1 << 20, 0))
            yield tries
            content = msgspec.json.encode(tries)
            os.pwrite(descriptor, content, 0)
            os.ftruncate(descriptor, len(content))
        finally:
            os.close(descriptor)

    def _recent(self, content: bytes) -> _Tries:
        try:
            tries = msgspec.json.decode(content, type=_Tries)
        except msgspec.DecodeError:  # new, or cut off by a full disk
            return {}
        since = self._clock() - WINDOW
        recent = {name: kept for name, times in tries.items() if (kept := [at for at in times if at > since])}
        return dict(sorted(recent.items(), key=lambda one: one[1][-1])[-REMEMBERED:])

    def _name(self, address: str) -> str:
        """A network of IPv6 belongs to one subscriber: it counts as one address."""
        try:
            if ip_address(address).version == 6:
                address = str(ip_network(f"{address.partition('%')[0]}/{_IPV6_PREFIX}", strict=False))
        except ValueError:
            pass  # a socket or a test client: its name is as good
        return self._digest(address)[:16]
