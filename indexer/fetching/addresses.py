"""Which network addresses may be fetched from: public ones, unless private ones are allowed; never those of cloud metadata."""

import ipaddress
import socket

from search.errors import FetchFailed

_UNKNOWN = "Vérifiez l’adresse, et que cette machine a accès au réseau."

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.100.100.200",  # Alibaba
            "168.63.129.16",  # Azure, public by its number
            "192.0.0.192",  # Oracle
            "fd00:100::100:200",  # Alibaba
            "fd00:42::42",  # Scaleway
            "fd00:a9fe:a9fe::1",  # Linode
            "fd00:c1::a9fe:a9fe",  # Oracle
            "fd00:ec2::/32",  # Amazon
            "fd20:ce::254",  # Google
        ),
    )
)
"""Where clouds keep secrets beside the link-local addresses."""


def checked_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, all of them allowed: whoever connects to one of these cannot be sent elsewhere by another answer.

    Raises FetchFailed when the name is unknown or when one of its addresses must not be fetched from.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed("nom-inconnu", f"le nom {host} n’a pas d’adresse", remedy=_UNKNOWN, temporary=True) from error
    addresses = list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))
    for address in addresses:
        if not is_allowed(ipaddress.ip_address(address), allow_private=allow_private):
            raise FetchFailed(
                "adresse-privee",
                f"{host} mène à une adresse non publique ({address})",
                remedy="Pour un site interne, ajoutez allow_private = true à cette source.",
            )
    return addresses


def is_allowed(address: IpAddress, *, allow_private: bool) -> bool:
    """Whether an address is public, or private where that is allowed; those of cloud metadata and link-local ones never are."""
    address = _unwrapped(address)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if any(address in network for network in _METADATA):
        return False
    return allow_private or (address.is_global and not address.is_reserved)


def _unwrapped(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return inner or address
