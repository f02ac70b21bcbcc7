"""Addresses on the web: the site they belong to, and the keys that may stand in them."""

from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, and the ports they have when an address names none."""


def without_credentials(address: str) -> str:
    """Take a user name and password out of an address.

    What is no valid address loses everything up to its last "@", because any of it may be a password.

    >>> without_credentials("https://reader:secret@example.org/a@b?c=d")
    'https://example.org/a@b?c=d'
    >>> without_credentials("https://reader:sec/ret@example.org/a")
    'https://example.org/a'
    >>> without_credentials("mail@example.org")
    'mail@example.org'
    """
    scheme, slashes, rest = address.partition("//")
    if not slashes or "@" not in rest:
        return address
    parts = _split(address)
    authority, rest_of_it = (parts.netloc, rest[len(parts.netloc) :]) if parts else (rest, "")
    return f"{scheme}//{authority.rpartition('@')[2]}{rest_of_it}"


def _split(address: str) -> SplitResult | None:
    """Split an address; None when it is no valid one."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def site(address: str) -> str:
    """Give the scheme and host of an address, with its port where that is not the scheme's own; "" for none.

    >>> site("https://reader:secret@News.example:443/a")
    'https://news.example'
    """
    parts = _split(address)
    if not parts or not parts.hostname:
        return ""
    port = "" if parts.port in {None, PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


def credentials(address: str) -> str | None:
    """Give the user name and password that stand in an address."""
    parts = _split(address)
    if not parts or parts.username is None:
        return None
    return f"{unquote(parts.username)}:{unquote(parts.password or '')}"


def name_in(address: str) -> str:
    """Give the last part of an address's path, as a file would be called.

    >>> name_in("https://news.example/2031/caf%C3%A9.pdf?x=1")
    'café.pdf'
    """
    parts = _split(address)
    return PurePosixPath(unquote(parts.path)).name if parts else ""
