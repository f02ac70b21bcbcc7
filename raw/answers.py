"""Reads what a server answered: whether there is a document in it, its body, and how long the server wants to rest."""

import http.client
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from urllib3 import BaseHTTPResponse

from models import Reason
from raw.content_coding import TooLargeError, unpacked

PIECE_BYTES = 65_536
NOT_MODIFIED = 304
GONE = frozenset({404, 410})
RESTING = frozenset({429, 503})
"""Statuses with which a server may say how long it wants to be left alone."""

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be another one soon. Not 401, 403 or 404: whoever asks again is told the same again."""

LONGEST_REST_SECONDS = 24 * 3600
"""A server that wants to be left alone for longer is asked again after a day."""


def refused(response: BaseHTTPResponse) -> tuple[Reason, str] | None:
    """Say why an answer holds no document, by its head."""
    if response.status in GONE:
        return Reason.NOT_FOUND, f"the server answered {response.status}: nothing is there (any more)"
    if not 200 <= response.status < 300:
        phrase = http.client.responses.get(response.status, "no known status")
        return Reason.HTTP_STATUS, f"the server answered {response.status} ({phrase})"
    return None


def body(response: BaseHTTPResponse, max_bytes: int) -> bytes:
    """Read the body and undo its Content-Encoding.

    Raises:
        raw.content_coding.TooLargeError: it is over the cap, packed or not.
        raw.content_coding.DamagedError, raw.content_coding.UnknownCodingError: it cannot be unpacked.
        OSError, urllib3.exceptions.HTTPError: the connection broke.
    """
    announced = response.headers.get("Content-Length", "")
    over = announced.isdecimal() and int(announced[:20]) > max_bytes
    packed = b"" if over else opening(response, max_bytes + 1)
    if over or len(packed) > max_bytes:
        raise TooLargeError
    return unpacked(packed, response.headers.get("Content-Encoding", ""), max_bytes)


def opening(response: BaseHTTPResponse, size: int) -> bytes:
    """Read the body as it was sent, piece by piece, no further than a size."""
    content = bytearray()
    while len(content) < size and (
        piece := response.read1(min(PIECE_BYTES, size - len(content)), decode_content=False)
    ):
        content += piece
    return bytes(content)


def retry_after(response: BaseHTTPResponse) -> float | None:
    """Give the seconds after which a server wants to be asked again; None where it does not say."""
    if response.status not in RESTING:
        return None
    return rest_seconds(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))


def rest_seconds(header: str, date: str) -> float | None:
    """Read a Retry-After header: seconds, or a date, which counts from the server's own time where it tells that.

    >>> rest_seconds("120", "")
    120.0
    >>> rest_seconds("Fri, 06 Jun 2031 12:01:00 GMT", "Fri, 06 Jun 2031 12:00:00 GMT")
    60.0
    >>> rest_seconds("soon", "") is None
    True
    """
    header = header.strip()
    if header.isdecimal():
        return float(min(int(header[:10]), LONGEST_REST_SECONDS))
    until = _moment(header)
    if until is None:
        return None
    seconds = (until - (_moment(date) or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_REST_SECONDS)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
