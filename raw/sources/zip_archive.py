"""The documents in a ZIP archive. Nothing is ever written to disk, so no name can do harm; odd ones are told."""

import stat
import zlib
from collections.abc import Iterator
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from models import Reason
from raw.receipt import Received, too_large
from raw.reception import Reception
from raw.sources.held import ArchiveError, Held, is_hidden, refused_name

ENCRYPTED = 0x1
HEADER_BYTES = 30
"""The shortest header before a member's bytes."""


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the documents in an archive in its order, or why one could not be had.

    Raises:
        ArchiveError: its members lie upon one another, as in a bomb, or are too many.
        zipfile.BadZipFile: it is damaged.
    """
    with ZipFile(held.stream) as archive:
        infos = archive.infolist()
        if _overlap(infos):
            raise ArchiveError(Reason.DAMAGED, "members of the archive lie upon one another, as in a bomb: not read")
        for info in infos:
            held.allowance.spend_member()
            if not info.is_dir() and not is_hidden(info.filename):
                yield _member(archive, info, held, reception)


def _member(archive: ZipFile, info: ZipInfo, held: Held, reception: Reception) -> Received:
    name = info.filename
    if refusal := _refused(info):
        return held.told(name, *refusal)
    if info.file_size > reception.max_bytes:
        return too_large(held.member(name), reception.max_bytes)
    try:
        held.allowance.spend(info.file_size)
        # No more than the announced size comes out, and its checksum is held against it.
        content = archive.read(info)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        return held.told(name, Reason.DAMAGED, f"it is damaged: {error}")
    return held.document(name, content, reception)


def _refused(info: ZipInfo) -> tuple[Reason, str] | None:
    if odd := refused_name(info.filename):
        return Reason.UNREADABLE, odd
    if stat.S_ISLNK(info.external_attr >> 16):
        return Reason.UNREADABLE, "it is a link, and links in archives are not followed"
    if info.flag_bits & ENCRYPTED:
        return Reason.ENCRYPTED, "it is encrypted; unpack the archive with its password and hand over what comes out"
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return Reason.UNREADABLE, "it is packed in a way that is not read; pack it with deflate"
    return None


def _overlap(infos: list[ZipInfo]) -> bool:
    """Whether a member begins before the one before it ends; zipfile looks for that only in newer Pythons."""
    places = sorted((info.header_offset, info.header_offset + HEADER_BYTES + info.compress_size) for info in infos)
    return any(end > start for (_, end), (start, _) in pairwise(places))
