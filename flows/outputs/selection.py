"""Which records go out, and which of their fields: `--where` and `--fields`."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from flows.outputs.shapes import inside
from models import Article

# A condition as it is typed: "language=en", "quality.words >= 200", "title ~ ferry"; not "language".
CONDITION = re.compile(r"\s*(?P<path>[\w.]+)\s*(?P<operator>==|!=|<=|>=|=|<|>|~)\s*(?P<value>.*?)\s*", re.DOTALL)

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class WrongSelectionError(ValueError):
    """A field or a condition that cannot be; the message says what could."""


class Condition(NamedTuple):
    """What must hold of a field for a record to go out."""

    path: tuple[str, ...]
    operator: str
    value: str


def condition(text: str) -> Condition:
    """Read a condition: a field, one of = != < <= > >= ~, and a value.

    >>> condition("quality.words >= 200")
    Condition(path=('quality', 'words'), operator='>=', value='200')

    Raises:
        WrongSelectionError: it is none, or no record has such a field.
    """
    match = CONDITION.fullmatch(text)
    if not match:
        raise WrongSelectionError(f"{text!r} is no condition such as language=en, quality.words>=200 or title~ferry")
    path = tuple(match["path"].split("."))
    _expect_known(path)
    return Condition(path, match["operator"].replace("==", "="), match["value"])


def field_names(text: str) -> tuple[str, ...]:
    """Read a list of fields of the record, divided by commas.

    >>> field_names("id, text")
    ('id', 'text')

    Raises:
        WrongSelectionError: no record has such a field, or none is named.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise WrongSelectionError("name at least one field, such as id,title,text")
    for name in names:
        _expect_known((name,))
    return names


def selected(records: Iterable[str], conditions: Sequence[Condition], fields: Sequence[str]) -> Iterator[str]:
    """Give the records for which all conditions hold, with these fields only; with all of them where none is named."""
    if not conditions and not fields:
        yield from records
        return
    for record in records:
        content = from_json(record)
        if all(holds(one, content) for one in conditions):
            chosen = {name: content[name] for name in fields if name in content}
            yield to_json(chosen).decode() if fields else record


def holds(one: Condition, record: dict[str, Any]) -> bool:
    """Tell whether a condition holds of a record.

    Of a list it holds when it holds of any member; `!=` when no member is equal. `null` is equal to what is not set,
    and of that no order and no likeness holds. `~` finds a part of a text, in any case.

    >>> record = {"language": "en", "authors": ["Ada Okoye"], "quality": {"words": 250}, "title": None}
    >>> [holds(condition(text), record) for text in ("authors~okoye", "quality.words<250", "title=null")]
    [True, False, True]
    """
    values = [value for value in _values(record, one.path) if value is not None]
    if one.value == "null" and one.operator in {"=", "!="}:
        return bool(values) == (one.operator == "!=")
    if one.operator == "~":
        return any(one.value.casefold() in value.casefold() for value in values if isinstance(value, str))
    if one.operator in {"=", "!="}:
        return any(_equal(value, one.value) for value in values) == (one.operator == "=")
    return any(_in_order(value, one) for value in values)


def _values(value: Any, path: Sequence[str]) -> Iterator[Any]:  # noqa: ANN401 whatever JSON holds
    """Give what stands at a path, of each member where a list stands on the way."""
    if isinstance(value, list):
        for member in value:
            yield from _values(member, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])


def _equal(found: object, typed: str) -> bool:
    if isinstance(found, str):
        return found == typed
    number = _number(typed)
    return number is not None and found == number


def _in_order(found: Any, one: Condition) -> bool:  # noqa: ANN401 whatever JSON holds
    """Compare numbers as numbers, and texts as texts: moments of ISO 8601 are in order so."""
    if isinstance(found, str):
        return ORDERS[one.operator](found, one.value)
    number = _number(one.value)
    return number is not None and ORDERS[one.operator](found, number)


def _number(typed: str) -> float | None:
    try:
        return float(typed)
    except ValueError:
        return None


def _expect_known(path: Sequence[str]) -> None:
    """Refuse a path that no article has.

    Raises:
        WrongSelectionError: the message names the nearest field there is.
    """
    shape: object = Article
    for number, name in enumerate(path):
        known = inside(shape)
        if name not in known and "*" not in known:
            where = ".".join(path[:number]) or "a record"
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            meant = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known) or 'none'}"
            raise WrongSelectionError(f"{where} has no field {name!r}; {meant}")
        shape = known.get(name) or known["*"]
