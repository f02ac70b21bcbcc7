"""Files in object stores and on other machines, wherever fsspec has a driver: `s3://`, `gs://`, `abfs://`, ..."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from models import RawDocument, Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sites import name_in, without_credentials
from raw.sources import archives

# The scheme of an address: "s3" in "s3://bucket/news"; not the drive in "C:\news" or "mailto:desk@news.example".
SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,20})://", re.IGNORECASE)

MAGIC = frozenset("*?[")

FTP = frozenset({"ftp", "ftps", "sftp"})
ELSEWHERE = frozenset({"http", "https", "file", "local"})
"""What has a source of its own, with checks of its own, and comes here only in a way that those do not take."""


def is_remote(argument: str) -> bool:
    """Whether an argument is an address of another kind than http and https.

    >>> is_remote("s3://bucket/news/"), is_remote("https://news.example/"), is_remote("news/a.txt")
    (True, False, False)
    """
    scheme = _scheme(argument)
    return bool(scheme) and scheme not in ELSEWHERE


def is_object_store(argument: str) -> bool:
    """Whether an argument is an address at which objects appear whole or not at all.

    >>> is_object_store("s3://bucket/raw"), is_object_store("sftp://host/raw"), is_object_store("raw")
    (True, False, False)
    """
    return is_remote(argument) and _scheme(argument) not in FTP


def _scheme(argument: str) -> str:
    match = SCHEME.match(argument)
    return match[1].lower() if match else ""


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the documents in a file, below a folder or matching a pattern, ordered by name; archives are opened.

    The driver's own settings hold the keys (environment, profile): they are not taken from the address.
    """
    source = Source(uri=without_credentials(argument))
    if refusal := _refused(argument):
        yield unreceived(source, Reason.UNREACHABLE, refusal)
        return
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(argument)
        paths = _paths(files, path)
    except ImportError as error:
        detail = f"{_scheme(argument)}:// needs a driver: {error}"
        yield unreceived(source, Reason.UNREACHABLE, detail)
    except Exception as error:
        # Each driver raises what its service's library raises.
        yield unreceived(source, Reason.UNREACHABLE, f"it cannot be listed: {_words(error)}")
    else:
        for one in paths:
            yield from _documents(files, one, source, reception)
        if not paths:
            yield unreceived(source, Reason.NOT_FOUND, "no file is there; check the spelling")


def _refused(argument: str) -> str | None:
    if _scheme(argument) in FTP:
        return "files are not fetched over FTP; get them first (curl -O, sftp, rclone) and name the file or its folder"
    if "::" in argument:
        return "addresses within addresses are not opened; name the archive itself"
    try:
        password = urlsplit(argument).password
    except ValueError:
        return "this is no valid address; check its spelling"
    return "keys do not belong in the address; give them to the driver in its own way" if password else None


def _paths(files: Any, path: str) -> list[str]:  # noqa: ANN401 a driver of fsspec, which has no types
    if MAGIC & set(path):
        return sorted(files.glob(path))
    if files.isdir(path):
        return sorted(one for one in files.find(path) if not name_in(one).startswith("."))
    return [path] if files.exists(path) else []


def _documents(files: Any, path: str, listing: Source, reception: Reception) -> Iterator[Received]:  # noqa: ANN401 the same
    source = Source(uri=without_credentials(str(files.unstrip_protocol(path))))
    if source.uri != listing.uri:
        source = source.model_copy(update={"container": listing.uri})
    try:
        with closing(files.open(path, "rb")) as file:
            content = file.read(reception.max_bytes + 1)
    except Exception as error:
        yield unreceived(source, Reason.UNREADABLE, f"it cannot be read: {_words(error)}")
        return
    received = reception.document(content, source, name_in(path))
    yield from archives.documents(received, reception) if isinstance(received, RawDocument) else [received]


def _words(error: Exception) -> str:
    return without_credentials(f"{type(error).__name__}: {error}")
