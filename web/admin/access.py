"""Who is let in: those who know the token, or whom a trusted reverse proxy names."""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from search.errors import TrouvailleError
from search.in_french import system_problem
from web.admin.settings import AdminSettings

LEAST_LENGTH, LEAST_VARIETY = 24, 8
"""Characters of a token, and how many of them must differ."""

KEY = "key"
"""The file of the secret that, with the token, signs sessions: another token ends them all."""

_TOKEN_REMEDY = 'Fabriquez-en un : python3 -c "import secrets; print(secrets.token_urlsafe(32))"'  # noqa: S105 - no secret
_TOKEN = re.compile(r"[!-~]+")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


class AdminInvalid(TrouvailleError):
    """A setting of the administration cannot be used."""


@dataclass(frozen=True, slots=True)
class Access:
    """Made once when the service starts. ``key`` signs sessions and forms; all workers have the same."""

    token: str
    header: str
    proxies: tuple[IPv4Network | IPv6Network, ...]
    key: bytes

    def knows(self, token: str) -> bool:
        """Whether this is the token; takes the same time whatever is wrong with it."""
        given, wanted = (sha256(one.encode("utf-8", "surrogateescape")).digest() for one in (token, self.token))
        return hmac.compare_digest(given, wanted) and bool(self.token)

    def named(self, peer: str, header: str) -> str:
        """The name in the proxy's header, or nothing unless the ``peer`` that sent it is trusted."""
        if not self.header or not _NAME.fullmatch(header) or not self._trusts(peer):
            return ""
        return header.strip()

    def signature(self, *parts: str) -> str:
        """What only the service can write below these parts."""
        return hmac.new(self.key, "\x1f".join(parts).encode(), sha256).hexdigest()

    def _trusts(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:  # a socket of this machine has no address: nothing tells who is behind it
            return False
        return any(address in network for network in self.proxies)


def access_of(settings: AdminSettings, folder: Path) -> Access:
    """The access that the settings ask for, with a secret kept in ``folder``; raises AdminInvalid."""
    if settings.token:
        _require_strong(settings.token)
    if settings.header and not _HEADER.fullmatch(settings.header):
        raise AdminInvalid(
            f"admin_header : « {settings.header[:60]} » n’est pas un nom d’en-tête.", remedy="Exemple : X-Remote-User"
        )
    if settings.header and not settings.proxies:
        raise AdminInvalid(
            "admin_header est réglé sans admin_proxies : n’importe qui pourrait écrire cet en-tête.",
            remedy='Nommez les adresses du serveur mandataire : admin_proxies = ["127.0.0.1"]',
        )
    secret = _kept_secret(folder)
    key = hmac.new(secret, settings.token.encode(), sha256).digest()
    return Access(settings.token, settings.header, tuple(map(_network, settings.proxies)), key)


def _require_strong(token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise AdminInvalid("admin_token a un blanc, un accent ou un caractère invisible.", remedy=_TOKEN_REMEDY)
    if len(token) < LEAST_LENGTH:
        raise AdminInvalid(f"admin_token a {len(token)} caractères ; il en faut au moins {LEAST_LENGTH}.", remedy=_TOKEN_REMEDY)
    if len(set(token)) < LEAST_VARIETY:
        raise AdminInvalid("admin_token répète trop les mêmes caractères.", remedy=_TOKEN_REMEDY)


def _network(written: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(written)
    except ValueError as error:
        remedy = 'Exemple : admin_proxies = ["127.0.0.1", "10.0.0.0/24"]'
        raise AdminInvalid(f"admin_proxies : « {written[:60]} » n’est ni une adresse ni un réseau.", remedy=remedy) from error


def _kept_secret(folder: Path) -> bytes:
    """The secret in the folder, made by whichever worker comes first; raises AdminInvalid."""
    path, mine = folder / KEY, folder / f".{KEY}.{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            mine.touch(mode=0o600)
            mine.write_bytes(secrets.token_bytes(32))
            _give_name(mine, path)
        return path.read_bytes()
    except OSError as error:
        raise AdminInvalid(
            f"L’administration ne peut pas écrire dans {folder} ({system_problem(error)}).",
            remedy="Donnez ce droit au compte du service, ou retirez admin_token et admin_header.",
        ) from error


def _give_name(made: Path, path: Path) -> None:
    """Gives a file its name unless another one has it already; where there are no links, the one made before workers start."""
    try:
        path.hardlink_to(made)
    except FileExistsError:
        pass
    except OSError:
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
