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

    def wait(self, address: str) -> int:
        """Seconds that this address has to wait before it may try again, 0 when it need not."""
        with self._opened() as tries:
            mine = tries.get(self._name(address), [])
            return 0 if len(mine) < MOST else max(1, round(mine[0] + WINDOW - self._clock()))

    def fail(self, address: str) -> bool:
        """Counts a try that failed; returns whether so few failed lately that one more is news."""
        with self._opened() as tries:
            tries.setdefault(self._name(address), []).append(self._clock())
            return sum(map(len, tries.values())) <= NOTED

    def succeed(self, address: str) -> None:
        """This address begins anew."""
        with self._opened() as tries:
            tries.pop(self._name(address), None)

    @contextmanager
    def _opened(self) -> Iterator[_Tries]:
        """What was tried within the window, for this process alone; what is changed is kept."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            before = os.pread(descriptor, 1 << 20, 0)
            tries = self._recent(before)
            yield tries
            if (content := msgspec.json.encode(tries)) != before:
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
