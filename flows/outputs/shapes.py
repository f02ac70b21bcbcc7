"""What the fields of a record hold, read from its model."""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from models import Record


def bare(annotation: object) -> Any:  # noqa: ANN401 a type, or what stands for one
    """Give the type of a value that is there: `str` of `str | None`, `int` of `Annotated[int, ...]`."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return bare(next(kind for kind in get_args(annotation) if kind is not types.NoneType))
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    return annotation


def members(annotation: object) -> object | None:
    """Give the type of the members of a list; None for what is no list."""
    kind = bare(annotation)
    return get_args(kind)[0] if get_origin(kind) in {tuple, list} else None


def entries(annotation: object) -> object | None:
    """Give the type of the values of a mapping; None for what is no mapping."""
    kind = bare(annotation)
    return get_args(kind)[1] if get_origin(kind) in {dict, Mapping} else None


def fields_of(annotation: object) -> dict[str, object] | None:
    """Give the fields of a record with their types; None for what is no record."""
    kind = bare(annotation)
    if isinstance(kind, type) and issubclass(kind, Record):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    return None


def inside(annotation: object) -> dict[str, object]:
    """Give the names that may follow in a path, with what they lead to; "*" stands for any name.

    >>> from models import Article
    >>> sorted(inside(Article.model_fields["captions"].annotation))
    ['credit', 'text']
    """
    if (member := members(annotation)) is not None:
        return inside(member)
    if (entry := entries(annotation)) is not None:
        return {"*": entry}
    return fields_of(annotation) or {}
