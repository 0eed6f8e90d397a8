import ipaddress

import pytest

from indexer.fetching.addresses import checked_addresses, is_allowed
from search.errors import FetchFailed

INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.9",
    "100.64.0.1",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]
NEVER = ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "::", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]
METADATA = [
    "100.100.100.200",
    "::ffff:100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "fd00:100::100:200",
    "fd00:42::42",
    "fd00:a9fe:a9fe::1",
    "fd00:c1::a9fe:a9fe",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd20:ce::254",
]


@pytest.mark.parametrize("address", INSIDE)
def test_private_addresses_are_for_those_who_allow_them(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), allow_private=False)
    assert is_allowed(ipaddress.ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", NEVER + METADATA)
def test_some_addresses_are_for_nobody(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_are_for_all(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), allow_private=False)


def test_a_host_is_refused_when_one_of_its_addresses_is_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1") as refused:
        checked_addresses("deux.example", 80, allow_private=False)
    assert "allow_private" in refused.value.remedy
    assert checked_addresses("deux.example", 80, allow_private=True) == ["93.184.216.34", "127.0.0.1"]
