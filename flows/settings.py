"""What `copydesk.toml` and the environment may say; every key that is not known is an error."""

import os
import re
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from flows.desk import DESK, Desk
from flows.limits import Bounds, Limits
from raw.manners import Access, Manners
from raw.receipt import MAX_BYTES

FILE = "copydesk.toml"
"""Where settings are looked for in the current folder; `COPYDESK_CONFIG` names another file."""

# Five fields of numbers, names, ranges, lists and steps: "*/15 6-22 * * mon-fri"; not "@hourly", not "every day".
CRON = re.compile(r"[\w*/,#-]+(?: +[\w*/,#-]+){4}", re.ASCII)

# A number of a field: the "5" and "10" of "5-10/2"; not its step, nor a part of a name.
CRON_NUMBER = re.compile(r"(?<![\w/#])\d+(?!\w)", re.ASCII)

CRON_FIELDS = {
    "minute": range(60),
    "hour": range(24),
    "day of the month": range(1, 32),
    "month": range(1, 13),
    "day of the week": range(8),
}
"""What the fields of a cron expression count, and from where to where."""

PREFIX = "COPYDESK_"

NO_SETTINGS = {"COPYDESK_CONFIG", "COPYDESK_DATA", "COPYDESK_LAB"}
"""Variables that name the settings' file, and what benchmarks measure with."""

WANTED = {
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "missing": "missing",
}
"""What a value lacks, by Pydantic's names of errors, in the words of the file; for others Pydantic's own words do."""

MAY_HOLD_PASSWORDS = {"database", "credentials", "arguments"}
"""Keys whose values are not repeated in messages."""


class WrongSettingsError(ValueError):
    """The settings cannot be used; the message names the file, the key and the way out."""


def _is_cron(expression: str) -> str:
    """Refuse what is no cron expression by its form and its numbers; its names Prefect tells, before it serves."""
    if not CRON.fullmatch(expression):
        raise ValueError(f"{expression!r} is no cron expression of five fields such as '*/15 * * * *'")
    for field, (name, numbers) in zip(expression.split(), CRON_FIELDS.items(), strict=True):
        for number in CRON_NUMBER.findall(field):
            if int(number) not in numbers:
                raise ValueError(
                    f"{expression!r}: {number} is no {name}, which is one from {numbers[0]} to {numbers[-1]}"
                )
    return expression


def _is_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone such as 'Europe/Lisbon'")
    return name


def _is_bucket(address: str) -> str:
    """Refuse what is no object store: on others a file may be seen before it is whole."""
    from raw.sources.remote import is_object_store

    if not is_object_store(address):
        raise ValueError(f"{address!r} is no address in an object store such as 's3://bucket/raw'")
    return address


class SourceSettings(BaseModel):
    """A named source under `[sources.NAME]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    arguments: tuple[str, ...] = Field(min_length=1, description="Files, folders, globs, addresses or feeds.")
    cron: Annotated[str, AfterValidator(_is_cron)] | None = Field(
        default=None, description="When `copydesk schedule` ingests it; without it, it is ingested by hand only."
    )
    max_documents: int | None = Field(default=None, ge=1, description="Documents taken in one run.")
    max_bytes: int | None = Field(default=None, ge=1, description="Cap on one document, in bytes.")
    max_rejected_share: float | None = Field(default=None, ge=0, le=1, description="As for all, for this source.")


class FetchingSettings(Manners, Access):
    """How the web is visited, under `[fetching]`."""


class Settings(BaseSettings):
    """All settings. The environment (`COPYDESK_DESK`, ...) goes before the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid")

    desk: Path = Field(default=DESK, description="The desk's folder, relative to the settings' file.")
    database: str | None = Field(default=None, description="SQLAlchemy URL; SQLite in the desk if not given.")
    bucket: Annotated[str, AfterValidator(_is_bucket)] | None = Field(
        default=None, description="Address in an object store for the raw bytes; `raw/` in the desk if not given."
    )
    max_bytes: int = Field(default=MAX_BYTES, ge=1, description="Cap on one document, in bytes.")
    batch_documents: int = Field(default=Limits().documents, ge=1, description="Documents in one task.")
    batch_bytes: int = Field(default=Limits().content_bytes, ge=1, description="Bytes of content in one task.")
    document_seconds: float = Field(default=Bounds().seconds, gt=0, description="Seconds of computing on one document.")
    document_memory: int = Field(default=Bounds().memory_bytes, ge=1, description="Bytes of memory for one document.")
    workers: int = Field(default=1, ge=1, description="Batches handled at once, each by a process of its own.")
    dask: str | None = Field(default=None, description="Address of a Dask scheduler whose workers handle the batches.")
    max_rejected_share: float = Field(
        default=1.0, ge=0, le=1, description="Share of rejected documents above which a run fails."
    )
    timezone: Annotated[str, AfterValidator(_is_timezone)] = Field(
        default="UTC", description="The time zone that cron expressions mean."
    )
    settle_seconds: float = Field(
        default=2, ge=0, description="A file in a folder that changed later than this is waited for."
    )
    fetching: FetchingSettings = Field(default=FetchingSettings(), description="How the web is visited.")
    sources: dict[str, SourceSettings] = Field(default_factory=dict, description="Named sources.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 the base class says what is handed over
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment go before the file, whose values come in as arguments."""
        return env_settings, init_settings

    @property
    def limits(self) -> Limits:
        """How much is handled together."""
        return Limits(documents=self.batch_documents, content_bytes=self.batch_bytes, bounds=self.bounds)

    @property
    def bounds(self) -> Bounds:
        """What one document may take."""
        return Bounds(seconds=self.document_seconds, memory_bytes=self.document_memory)

    def at_desk(self, folder: Path | None = None) -> Desk:
        """Give the desk of these settings, or another one with the same database and raw store."""
        return Desk(folder=folder or self.desk, database=self.database, bucket=self.bucket)


def settings_file() -> Path | None:
    """Give the settings' file: the one that `COPYDESK_CONFIG` names, else the one in the current folder, if any.

    Raises:
        WrongSettingsError: `COPYDESK_CONFIG` names a file that is not there.
    """
    if named := os.environ.get("COPYDESK_CONFIG"):
        if not Path(named).is_file():
            raise WrongSettingsError(f"{named}: there is no such file; COPYDESK_CONFIG or --config names it")
        return Path(named)
    return Path(FILE) if Path(FILE).is_file() else None


def load_settings() -> Settings:
    """Read the settings' file, if there is one, and the environment.

    A relative `desk` is relative to the file's folder; in the environment, and without a file, to the current one.

    Raises:
        WrongSettingsError: a key is not known, a value is not allowed, or the file cannot be read.
    """
    _expect_known_variables()
    file = settings_file()
    values = read_settings_file(file) if file else {}
    if file:
        values = {**values, "desk": file.parent / str(values.get("desk", DESK))}
    try:
        return Settings(**values)
    except SettingsError as error:
        # It names the field and repeats no value.
        raise WrongSettingsError(f"environment: {error}; lists and tables are written as JSON there") from None
    except ValidationError as error:
        told = (f"{_place_of(problem, file)}: {_sentence(problem)}" for problem in error.errors())
        raise WrongSettingsError("\n".join(told)) from None


def read_settings_file(file: Path) -> dict[str, Any]:
    """Read the keys of a settings' file, right or wrong.

    Raises:
        WrongSettingsError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSettingsError(f"{file}: {error}") from error


def _expect_known_variables() -> None:
    """Refuse a variable that begins like ours and sets nothing: a misspelt one would be passed over in silence."""
    names = {name.upper() for name in os.environ if name.upper().startswith(PREFIX)}
    known = {variable_of([key]) for key in Settings.model_fields} | NO_SETTINGS
    for name in sorted(names):
        if name.partition("__")[0] not in known:
            near = get_close_matches(name, known, n=1)
            raise WrongSettingsError(
                f"{name}: a variable of the environment that sets nothing; "
                + (f"did you mean {near[0]}?" if near else "`copydesk config --explain` names those that do")
            )


def variable_that_says(path: Sequence[str]) -> str | None:
    """Give the variable of the environment that sets a key, or a table in which it stands; None where none does."""
    variables = {name.upper() for name in os.environ}
    names = (variable_of(path[:length]) for length in range(len(path), 0, -1))
    return next((name for name in names if name in variables), None)


def variable_of(path: Sequence[str]) -> str:
    """Name the variable of the environment that may set a key.

    >>> variable_of(["fetching", "attempts"])
    'COPYDESK_FETCHING__ATTEMPTS'
    """
    return f"{PREFIX}{'__'.join(path)}".upper()


def _place_of(problem: ErrorDetails, file: Path | None) -> str:
    return variable_that_says([str(part) for part in problem["loc"]]) or str(file or "environment")


def _sentence(problem: ErrorDetails) -> str:
    """Say what is wrong with one key: which was probably meant, or what it takes and what it was given."""
    key = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        known = _known_beside(problem["loc"])
        near = get_close_matches(str(problem["loc"][-1]), known, n=1, cutoff=0.5)
        meant = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}"
        return f"unknown key {key!r}; {meant}"
    own_words = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be", 1)
    message = WANTED.get(problem["type"], own_words)
    plain = isinstance(problem["input"], str | int | float) and repr(problem["input"]) not in message
    given = f", not {problem['input']!r}" if plain and MAY_HOLD_PASSWORDS.isdisjoint(problem["loc"]) else ""
    return f"{key}: {message}{given}; `copydesk config --explain` says what each key takes"


def _known_beside(place: tuple[int | str, ...]) -> list[str]:
    """Give the keys that may stand where an unknown one stands."""
    inside: dict[object, type[BaseModel]] = {"sources": SourceSettings, "fetching": FetchingSettings}
    return list(inside.get(place[0] if len(place) > 1 else None, Settings).model_fields)
