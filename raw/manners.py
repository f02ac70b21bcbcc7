"""How hosts are treated, how long they are waited for, and which of them are one's own."""

from collections.abc import Mapping

from pydantic import Field, field_validator

from models import Record
from raw.addresses import OwnHosts


class Patience(Record):
    """How long to wait, in seconds, before a host is given up."""

    connect_seconds: float = 10
    """For name servers to tell where a host is, and for each address of it to accept the connection."""
    silent_seconds: float = 20
    """Between one piece of the answer and the next."""
    total_seconds: float = 60
    """For everything together, redirects included: an answer that drips is cut off."""


class Manners(Record):
    """How hosts are treated."""

    delay_seconds: float = Field(default=1, ge=0, description="The shortest time between two requests to one host.")
    attempts: int = Field(default=3, ge=1, description="How often an address is asked for when what fails may pass.")
    backoff_seconds: float = Field(default=1, ge=0, description="The wait before the second; it doubles each time.")
    longest_wait_seconds: float = Field(default=60, ge=0, description="A host that asks for more is given up.")
    contact: str = Field(
        default="", pattern=r"^[\x21-\x7e]*$", description="An address in the user agent that tells who asks."
    )


class Access(Record):
    """What is within reach beyond the public web, and with which keys."""

    allowed_hosts: tuple[str, ...] = Field(
        default=(), description="One's own hosts: names, .names with all below them, addresses, networks."
    )
    credentials: Mapping[str, str] = Field(
        default={}, repr=False, description='"name:password" by scheme and host: "https://news.example".'
    )

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        OwnHosts(names)
        return names
