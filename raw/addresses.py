"""Tells which addresses of the network are fetched from: the public ones, and those of one's own hosts.

A link in a feed may say `http://169.254.169.254/` or name a host that resolves to 127.0.0.1, and would have us read
what only we can reach. What counts is never how an address is written but where a connection would lead, so the check
takes the address that is about to be connected to.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL: tuple[tuple[str, str], ...] = (
    # IANA's special-purpose registries, where they reach no public host; a table of our own, for that of the standard
    # library differs from one release of Python to the next.
    ("0.0.0.0/8", "this machine"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's inner network"),
    ("127.0.0.0/8", "this machine"),
    ("169.254.0.0/16", "the local link, where clouds answer with secrets"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "an address reserved for protocols"),
    ("192.0.2.0/24", "an address of documentation"),
    ("192.88.99.0/24", "a relay to IPv6"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "a network of benchmarks"),
    ("198.51.100.0/24", "an address of documentation"),
    ("203.0.113.0/24", "an address of documentation"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved address"),
    # In no registry: where Azure's own services answer its machines.
    ("168.63.129.16/32", "a cloud's inner service"),
    ("2001::/23", "an address reserved for protocols"),
    ("2001:db8::/32", "an address of documentation"),
    ("2002::/16", "a tunnel to IPv4"),
    ("3fff::/20", "an address of documentation"),
)

_SPECIAL_NETWORKS = tuple((ip_network(network), meaning) for network, meaning in SPECIAL)

PUBLIC_IPV6 = IPv6Network("2000::/3")
"""All of IPv6 that is given out to hosts: not ::1, fc00::/7, fe80::/10 or ff00::/8, nor what is still free."""

IPV4_IN_IPV6 = (
    IPv6Network("::ffff:0:0/96"),  # mapped: the operating system connects to the IPv4 address
    IPv6Network("64:ff9b::/96"),  # NAT64: how a network without IPv4 reaches hosts that have nothing else
)
"""Networks whose last 32 bits are the IPv4 address that is reached."""

ISATAP = (0x00005EFE, 0x02005EFE)
"""The third quarter of an address that leads to the IPv4 address in its fourth (RFC 5214)."""


def special(address: Address) -> str | None:
    """Say what an address is when it belongs to no public host; None when it does.

    >>> from ipaddress import ip_address
    >>> special(ip_address("127.0.0.1"))
    'this machine'
    >>> special(ip_address("::ffff:169.254.169.254"))
    'the local link, where clouds answer with secrets'
    >>> special(ip_address("64:ff9b::808:808")), special(ip_address("9.9.9.9"))
    (None, None)
    """
    if isinstance(address, IPv6Address):
        if inner := _ipv4_within(address):
            return special(inner)
        if address not in PUBLIC_IPV6:
            return "an address that no public host has"
    return next((meaning for network, meaning in _SPECIAL_NETWORKS if address in network), None)


def _ipv4_within(address: IPv6Address) -> IPv4Address | None:
    inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in IPV4_IN_IPV6):
        return inner
    # An address that looks so by chance is as good as its last part.
    isatap = (int(address) >> 32) & 0xFFFFFFFF in ISATAP
    return inner if isatap and special(inner) else None


class OwnHosts:
    """The hosts that are fetched from wherever they are: one's own.

    Args:
        names: host names ("cms.example"), names with all below them (".news.example"), addresses ("10.1.2.3") and
            networks ("10.1.0.0/16"). An address or a network holds for every name that leads there.

    Raises:
        ValueError: one of them is none of these.

    >>> from ipaddress import ip_address
    >>> own = OwnHosts(["cms.example", ".news.example", "10.1.0.0/16"])
    >>> [own.has_name(name) for name in ("CMS.example.", "a.news.example", "news.example", "evil-news.example")]
    [True, True, True, False]
    >>> own.has_address(ip_address("10.1.2.3")), own.has_address(ip_address("::ffff:10.2.0.1"))
    (True, False)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        entries = [name.strip().lower().rstrip(".") for name in names]
        self._networks = [network for network in map(_network, entries) if network]
        self._names = {entry for entry in entries if not _network(entry)}
        for name in self._names:
            if not name.strip(".") or set(name) & set("/:@* "):
                raise ValueError(
                    f"{name!r} is neither a host's name, nor an address, nor a network such as 10.1.0.0/16"
                )

    def has_name(self, host: str) -> bool:
        """Whether a host is named, itself or by what stands above it."""
        name = host.lower().rstrip(".")
        return name in self._names or any(f".{name}".endswith(above) for above in self._names if above[0] == ".")

    def has_address(self, address: Address) -> bool:
        """Whether an address is named, itself or by its network."""
        reached = (address, address.ipv4_mapped) if isinstance(address, IPv6Address) else (address,)
        return any(one in network for one in reached if one for network in self._networks)


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None
