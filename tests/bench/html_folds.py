"""The folds by which the classifier of page blocks is cross-validated: all pages of a domain lie in the same one."""

import re
from hashlib import sha256
from pathlib import Path

FOLDS = 5
FOLD_WEIGHTS = Path(__file__).with_name("weights")

# Matches "shore.example" of "www.shore.example" and "shore.co.uk"; must not match the parts before them.
DOMAIN = re.compile(r"[^.]+\.(?:(?:co|com|org|net|gov|ac)\.)?[^.]+\Z")


def domain_of(host: str) -> str:
    """Give the domain that a host belongs to.

    >>> domain_of("news.shore.co.uk")
    'shore.co.uk'
    """
    found = DOMAIN.search(host)
    return found[0] if found else host


def fold_of(host: str) -> int:
    """Tell which fold a host's pages are left out of; subdomains go with their domain.

    >>> fold_of("news.shore.example") == fold_of("www.shore.example")
    True
    """
    return int(sha256(domain_of(host).encode()).hexdigest()[:8], 16) % FOLDS


def fold_weights(fold: int) -> Path:
    """Name the file of the trees that have seen no host of a fold."""
    return FOLD_WEIGHTS / f"html_blocks.{fold}.npz"
