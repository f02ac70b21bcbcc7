import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from typing import Any

import brotli
import pytest

from models import RawDocument, Reason, Unreceived
from raw.reception import Reception
from raw.sources import archives, file, held, open_source

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"The ferry sailed at nine. Nobody was on it.\n"
PAGE = b"<!DOCTYPE html><html><title>Ferry</title><p>The ferry sailed at nine.</p></html>"
PDF = b"%PDF-1.7 not really"
MAX_BYTES = 20_000


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def opened(argument: str, max_bytes: int = MAX_BYTES) -> list[RawDocument | Unreceived]:
    """Open a source to its end; every record in it can be written."""
    received = list(open_source(argument, Reception(lambda: NOON, max_bytes=max_bytes)))
    assert all(one.model_dump_json() for one in received if isinstance(one, Unreceived))
    assert all(one.source.model_dump_json() for one in received)
    return received


def shown(argument: str, max_bytes: int = MAX_BYTES) -> list[str]:
    """Give where the documents of a source came from; a refusal with its reason."""
    return [
        one.source.uri if isinstance(one, RawDocument) else f"{one.source.uri} {one.refusal.reason}"
        for one in opened(argument, max_bytes)
    ]


def zipped(**members: bytes) -> bytes:
    """Pack a ZIP archive."""
    return zip_of(list(members.items()))


def zip_of(members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """Pack a ZIP archive with whatever names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: list[tuple[str, bytes]], mode: str = "w", **header: Any) -> bytes:  # noqa: ANN401 a header holds anything
    """Pack a tar archive with whatever names."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for key, value in header.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(content) if info.isreg() else None)
    return file.getvalue()


def warc_of(*records: tuple[str, str, bytes, dict[str, str]], packed: bool = False) -> bytes:
    """Write a web archive: type, address, body, HTTP headers (with the status under "status")."""
    return b"".join(gzip.compress(one) if packed else one for one in (_record(*record) for record in records))


def _record(kind: str, address: str, body: bytes, headers: dict[str, str]) -> bytes:
    if kind == "response":
        head = {**headers}
        lines = [f"HTTP/1.1 {head.pop('status', '200 OK')}", *(f"{name}: {value}" for name, value in head.items())]
        body = "\r\n".join([*lines, "", ""]).encode() + body
    about = {
        "WARC-Type": kind,
        "WARC-Target-URI": address,
        "WARC-Date": "2031-05-05T08:00:00Z",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else headers.get("Content-Type", ""),
        "Content-Length": str(len(body)),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in about.items() if value), "", ""]
    return "\r\n".join(lines).encode() + body + b"\r\n\r\n"


def mail_of(text: str | None = None, html: str | None = None, **attached: bytes) -> bytes:
    """Write a mail."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Ferry", "desk@news.example"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html") if text is not None else mail.set_content(html, subtype="html")
    for name, content in attached.items():
        mail.add_attachment(content, "application", "octet-stream", filename=name.replace("__", "."))
    return mail.as_bytes()


def test_zip_gives_its_documents() -> None:
    """Each member comes under the archive's name and its own, in order; folders and hidden files are none."""
    names = ["b/a.txt", "page", "b/", "b/.hidden", ".git/config", "__MACOSX/a.txt", ".DS_Store"]
    Path("news.zip").write_bytes(zip_of([(name, PAGE if name == "page" else STORY) for name in names]))
    assert shown("news.zip") == ["news.zip!/b/a.txt", "news.zip!/page"]
    documents = opened("news.zip")
    assert [one.source.media_type for one in documents] == ["text/plain", "text/html"]
    assert {(one.source.container, one.source.retrieved_at) for one in documents} == {("news.zip", NOON)}


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("news.tar", "w"),
        ("news.tar.gz", "w:gz"),
        ("news.tgz", "w:gz"),
        ("news.tar.bz2", "w:bz2"),
        ("news.tbz2", "w:bz2"),
        ("news.tar.xz", "w:xz"),
        ("news.txz", "w:xz"),
    ],
)
def test_tar_gives_its_documents(name: str, mode: str) -> None:
    """Long names, old and new headers, empty files and folders are read; packed or not."""
    long = "long/" * 40 + "café.txt"
    for style in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode=mode, format=style) as archive:  # type: ignore[call-overload]
            folder = tarfile.TarInfo("news")
            folder.type = tarfile.DIRTYPE
            archive.addfile(folder)
            for member, content in (("news/a.txt", STORY), (long, PAGE), ("empty.txt", b""), ("z.txt", STORY * 99)):
                info = tarfile.TarInfo(member)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        Path(name).write_bytes(file.getvalue())
        documents = opened(name)
        assert [one.source.uri for one in documents] == [
            f"{name}!/{member}" for member in ("news/a.txt", long, "empty.txt", "z.txt")
        ]
        assert [len(one.content) for one in documents if isinstance(one, RawDocument)] == [
            len(STORY), len(PAGE), 0, 99 * len(STORY),
        ]  # fmt: skip


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("ending", PACKERS)
def test_what_is_packed_alone_is_called_as_it_was(ending: str) -> None:
    """One packed document has the archive's name without its ending; packed twice, it is unpacked twice."""
    pack = PACKERS[ending]
    Path(f"a.txt.{ending}").write_bytes(pack(STORY))
    Path(f"b.html.{ending}.gz").write_bytes(gzip.compress(pack(PAGE)))
    assert shown(f"a.txt.{ending}") == [f"a.txt.{ending}!/a.txt"]
    assert shown(f"b.html.{ending}.gz") == [f"b.html.{ending}.gz!/b.html.{ending}!/b.html"]


@pytest.mark.parametrize("ending", PACKERS)
def test_streams_packed_one_behind_the_other_are_one(ending: str) -> None:
    """Files that were packed apart and put together, zeros between and behind them, are one document."""
    pack = PACKERS[ending]
    for streams in ([pack(STORY), pack(b""), pack(STORY)], [pack(STORY), bytes(8), pack(STORY), bytes(70_000)]):
        Path(f"a.txt.{ending}").write_bytes(b"".join(streams))
        (document,) = opened(f"a.txt.{ending}")
        assert isinstance(document, RawDocument)
        assert document.content == 2 * STORY


def test_xz_may_not_ask_for_all_memory() -> None:
    """A file whose header asks for a gigabyte of memory is refused before it gets it."""
    data = bytearray(lzma.compress(STORY))
    # The size of the dictionary is one byte of the block's header, which a checksum follows.
    at = data.index(b"\x21\x01", 12) + 2
    data[at] = 36
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = zlib.crc32(data[12 : 12 + size - 4]).to_bytes(4, "little")
    Path("a.xz").write_bytes(data)
    assert shown("a.xz") == ["a.xz damaged"]


def test_archives_in_a_folder_and_in_each_other_are_opened() -> None:
    """A folder's archives give their documents in the folder's order; three within each other are opened, not four."""
    inner = zipped(a=STORY)
    Path("n").mkdir()
    Path("n/1.txt").write_bytes(STORY)
    Path("n/2.zip").write_bytes(zipped(x=STORY, y=tarred([("b.txt", STORY), ("c.zip", inner)])))
    Path("n/3.txt").write_bytes(STORY)
    Path("n/4.zip").write_bytes(zipped(x=zipped(y=zipped(z=inner), also=STORY)))
    assert shown("n") == [
        "n/1.txt",
        "n/2.zip!/x",
        "n/2.zip!/y!/b.txt",
        "n/2.zip!/y!/c.zip!/a",
        "n/3.txt",
        "n/4.zip!/x!/y!/z unreadable",
        "n/4.zip!/x!/also",
    ]


def test_archive_may_be_larger_than_a_document() -> None:
    """The cap is on each document, not on the archive they lie in; a member over it is told."""
    noise = random.Random(1).randbytes(MAX_BYTES // 2)
    for name, content in (
        ("news.zip", zip_of([(f"{number}.bin", noise) for number in range(5)] + [("over.txt", b"x" * 20_001)])),
        ("news.tar", tarred([(f"{number}.bin", noise) for number in range(5)] + [("over.txt", b"x" * 20_001)])),
    ):
        Path(name).write_bytes(content)
        assert shown(name) == [f"{name}!/{number}.bin" for number in range(5)] + [f"{name}!/over.txt too_large"]
    for ending, pack in PACKERS.items():
        Path(f"one.{ending}").write_bytes(pack(b"x" * 20_001))
        assert shown(f"one.{ending}") == [f"one.{ending}!/one too_large"]


def test_archive_that_is_gone_again_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large archive that somebody moves away while its folder is read is told, and its neighbours come in."""
    noise = random.Random(1).randbytes(MAX_BYTES + 1)
    Path("n").mkdir()
    Path("n/a.zip").write_bytes(zip_of([("a.bin", noise)]))
    Path("n/b.txt").write_bytes(STORY)
    told = file._kind  # noqa: SLF001 the moment between two looks at the file

    def moved_away(path: Path) -> str | None:
        kind = told(path)
        path.unlink()
        return kind

    monkeypatch.setattr(file, "_kind", moved_away)
    assert shown("n") == ["n/a.zip unreadable", "n/b.txt"]


def test_names_that_lead_out_and_links_are_told() -> None:
    """Path traversal, absolute names, links and devices are no documents, and harm no neighbour."""
    names = ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "..\\..\\b.txt", "C:\\x.txt", "good.txt"]
    Path("a.zip").write_bytes(zip_of([(zipfile.ZipInfo(name), STORY) for name in names]))
    Path("a.tar").write_bytes(tarred([(name, STORY) for name in names]))
    for archive in ("a.zip", "a.tar"):
        assert [line.rpartition(" ")[2] for line in shown(archive)] == ["unreadable"] * 5 + [f"{archive}!/good.txt"]
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    Path("b.zip").write_bytes(zip_of([(link, b"/etc/passwd"), ("good.txt", STORY)]))
    assert shown("b.zip") == ["b.zip!/link.txt unreadable", "b.zip!/good.txt"]
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE):
        Path("b.tar").write_bytes(tarred([("odd.txt", b"")], type=kind, linkname="/etc/passwd"))
        assert shown("b.tar") == ["b.tar!/odd.txt unreadable"]
    assert not Path("../../etc/cron.d/x").exists()


def test_damaged_member_harms_no_neighbour() -> None:
    """A member that cannot be unpacked says so, and those behind it come in."""
    data = bytearray(zipped(a=STORY, b=STORY * 9, c=STORY))
    content = data.index(b"b", data.index(b"PK\x03\x04", 4)) + 1
    data[content : content + 9] = b"\xff" * 9
    Path("a.zip").write_bytes(data)
    assert shown("a.zip") == ["a.zip!/a", "a.zip!/b damaged", "a.zip!/c"]


def test_encrypted_and_oddly_packed_members_are_told() -> None:
    """A member that needs a password, or is packed in an unusual way, says so."""
    data = bytearray(zipped(a=STORY, b=STORY))
    entry = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    Path("a.zip").write_bytes(data)
    assert shown("a.zip") == ["a.zip!/a encrypted", "a.zip!/b"]
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("a", STORY)
        Path("b.zip").write_bytes(file.getvalue())
        assert shown("b.zip") == ["b.zip!/a unreadable"]


def test_bombs_are_stopped() -> None:
    """What unpacks to far more than its size is not read on, in whatever wrapping, and costs little time."""
    zeros = bytes(110_000_000)
    Path("tar.gz").write_bytes(
        gzip.compress(
            gzip.decompress(b"") or tarred([("a", b"")])[:512].replace(b"0" * 11, b"7" * 11, 1) + bytes(10_000)
        )
    )
    Path("one.gz").write_bytes(gzip.compress(zeros, 1))
    Path("one.bz2").write_bytes(bz2.compress(zeros, 1))
    Path("sparse.tar.bz2").write_bytes(bz2.compress(_tar_that_claims(10**12) + zeros, 1))
    Path("sparse.tar.xz").write_bytes(lzma.compress(_tar_that_claims(10**12) + zeros, preset=0))
    Path("sparse.tar.gz").write_bytes(gzip.compress(_tar_that_claims(10**12) + zeros, 1))
    Path("header.tar.gz").write_bytes(gzip.compress(_tar_that_claims(10**9, tarfile.XHDTYPE) + zeros, 1))
    ten = zip_of([(f"{number}.txt", zeros[:19_000_000]) for number in range(10)])
    Path("nested.zip").write_bytes(zip_of([(f"{number}.zip", ten) for number in range(9)]))
    Path("warc.gz").write_bytes(
        gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900000000\r\n\r\n" + zeros, 6)
    )
    del zeros
    packed = ("one.gz", "one.bz2", "sparse.tar.bz2", "sparse.tar.xz", "sparse.tar.gz", "header.tar.gz", "warc.gz")
    for name in (*packed, "nested.zip"):
        began = process_time()
        reasons = {one.refusal.reason for one in opened(name, 20_000_000) if isinstance(one, Unreceived)}
        assert process_time() - began < 5, name
        assert reasons <= {Reason.TOO_LARGE, Reason.DAMAGED}, name
        assert reasons, name


def _tar_that_claims(size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    info = tarfile.TarInfo("a")
    info.size = size
    info.type = kind
    return info.tobuf(tarfile.GNU_FORMAT)


def test_members_that_lie_upon_each_other_are_a_bomb() -> None:
    """An archive in which many names share the same bytes is refused as a whole, at once."""
    data = zipped(a=bytes(10_000_000))
    entry, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    count = 20_000
    directory = data[entry:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), entry, 0)
    Path("overlap.zip").write_bytes(data[:entry] + directory + tail)
    began = process_time()
    assert shown("overlap.zip", 20_000_000) == ["overlap.zip damaged"]
    assert process_time() - began < 3


def test_too_many_members_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of far too many empty files is read no further than that."""
    monkeypatch.setattr(held, "MAX_MEMBERS", 1000)
    block = tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT)
    Path("many.tar.gz").write_bytes(gzip.compress(block * 1010, 1))
    documents = archives.documents(next(iter(_packed("many.tar.gz"))), Reception(lambda: NOON))
    *most, last = documents
    assert len(most) == 1000
    assert isinstance(last, Unreceived)
    assert last.refusal.reason is Reason.TOO_LARGE


def _packed(name: str) -> Iterator[RawDocument]:
    from raw.sources.file import read_file

    document = read_file(Path(name), Reception(lambda: NOON))
    assert isinstance(document, RawDocument)
    yield document


SOUND: dict[str, Callable[[], bytes]] = {
    "a.zip": lambda: zipped(a=STORY * 9, b=PAGE, c=zipped(d=STORY)),
    "a.tar": lambda: tarred([("a.txt", STORY * 9), ("x" * 200, PAGE)]),
    "a.tar.gz": lambda: tarred([("a.txt", STORY * 9), ("x" * 200, PAGE)], "w:gz"),
    "a.txt.gz": lambda: gzip.compress(STORY * 9),
    "a.tar.bz2": lambda: tarred([("a.txt", STORY * 9), ("x" * 200, PAGE)], "w:bz2"),
    "a.txt.xz": lambda: lzma.compress(STORY * 9),
    "a.warc": lambda: warc_of(("response", "http://a.example/1", PAGE, {"Content-Type": "text/html"})),
    "a.warc.gz": lambda: warc_of(("response", "http://a.example/1", PAGE, {"Content-Type": "text/html"}), packed=True),
    "a.eml": lambda: mail_of("The ferry sailed.", "<p>The ferry sailed.", report__pdf=PDF, a__zip=zipped(a=STORY)),
}


@pytest.mark.parametrize("name", SOUND)
def test_archive_that_was_cut_off_or_damaged_raises_nothing(name: str) -> None:
    """Whatever is missing or changed in an archive, something comes out of it, and no error."""
    sound, chance = SOUND[name](), random.Random(name)
    assert all(isinstance(one, RawDocument) for one in _from_bytes(name, sound))
    for end in range(0, len(sound), max(1, len(sound) // 60)):
        assert _from_bytes(name, sound[:end])
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        at = chance.randrange(len(damaged))
        damaged[at:at] = chance.randbytes(chance.choice([0, 0, 1, 30]))
        assert _from_bytes(name, bytes(damaged))


def _from_bytes(name: str, content: bytes) -> list[RawDocument | Unreceived]:
    Path(name).write_bytes(content)
    return opened(name)


@pytest.mark.parametrize(
    ("subject", "sender", "date", "facts"),
    [
        (
            "=?utf-8?q?F=C3=A4hre_f?= =?utf-8?q?=C3=A4hrt?=",
            "=?utf-8?q?J=C3=B6rg_Roe?= <j@news.example>",
            "Tue, 06 May 2031 08:00:00 +0200",
            ("Fähre fährt", "Jörg Roe", "2031-05-06T08:00:00+02:00"),
        ),
        ("A\n subject", "j@news.example", "6 May 2031 08:00 -0000", ("A subject", None, "2031-05-06T08:00:00Z")),
        ("=?x?q?=ff?=", '"Roe, Jan" <j@news.example', "yesterday", ("=?x?q?=ff?=", "Roe, Jan", None)),
        ("", "", "", (None, None, None)),
        ("=?utf-8?b?//4=?=", "<>", "Fri, 99 Foo 0000", ("=?utf-8?b?//4=?=", None, None)),
    ],
)  # fmt: skip
def test_the_text_of_a_mail_knows_its_head(subject: str, sender: str, date: str, facts: tuple[str | None, ...]) -> None:
    """Subject, sender's name and date come with the text, whatever their writing; not with what is attached."""
    head = f"Subject: {subject}\nFrom: {sender}\nDate: {date}\nMIME-Version: 1.0\n"
    parts = "--x\n\nThe ferry sailed.\n--x\nContent-Disposition: attachment; filename=b.txt\n\nAnnex.\n--x--\n"
    Path("a.eml").write_text(f"{head}Content-Type: multipart/mixed; boundary=x\n\n{parts}", encoding="utf-8")
    text, attached = opened("a.eml")
    assert text.source.mail
    assert tuple(text.source.mail.model_dump(mode="json").values()) == facts
    assert attached.source.mail is None


def test_empty_archive_says_so() -> None:
    """An archive without a document is told, for somebody expected one."""
    Path("a.zip").write_bytes(zipped())
    Path("a.tar").write_bytes(tarred([]))
    Path("a.eml").write_bytes(mail_of(""))
    assert [shown(name) for name in ("a.zip", "a.tar", "a.eml")] == [
        ["a.zip empty"],
        ["a.tar empty"],
        ["a.eml empty"],
    ]


HTML = {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}


@pytest.mark.parametrize("packed", [False, True])
def test_web_archive_gives_its_pages(packed: bool) -> None:  # noqa: FBT001 a parameter of the test
    """Each page comes under its own address with what its server said; failures and pictures are passed over."""
    name = "crawl.warc.gz" if packed else "crawl.warc"
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    Path(name).write_bytes(
        warc_of(
            ("warcinfo", "", b"software: none", {}),
            ("request", "http://me:secret@a.example/1", b"GET /1 HTTP/1.1\r\n\r\n", {}),
            ("response", "http://me:secret@a.example/1", PAGE, HTML),
            ("response", "http://a.example/2", chunks, {**HTML, "Transfer-Encoding": "chunked"}),
            ("response", "http://a.example/3", gzip.compress(PAGE), {**HTML, "Content-Encoding": "gzip"}),
            ("response", "http://a.example/4", brotli.compress(PAGE), {**HTML, "Content-Encoding": "br"}),
            # As crawlers leave it that unpack and keep the headers.
            ("response", "http://a.example/5", PAGE, {**HTML, "Content-Encoding": "gzip"}),
            ("response", "http://a.example/gone", b"", {**HTML, "status": "404 Not Found"}),
            ("response", "http://a.example/logo.png", b"\x89PNG\r\n\x1a\n", {"Content-Type": "image/png"}),
            ("response", "http://a.example/broken", gzip.compress(PAGE)[:-9], {**HTML, "Content-Encoding": "gzip"}),
            ("resource", "file:///a.pdf", PDF, {"Content-Type": "application/pdf"}),
            ("conversion", "http://a.example/6", STORY, {"Content-Type": "text/plain"}),
            packed=packed,
        )
    )
    assert shown(name) == [
        *(f"http://a.example/{number}" for number in range(1, 6)),
        "http://a.example/broken damaged",
        "file:///a.pdf",
        "http://a.example/6",
    ]
    documents = [one for one in opened(name) if isinstance(one, RawDocument)]
    assert [one.content for one in documents] == [PAGE] * 5 + [PDF, STORY]
    first = documents[0].source
    assert (first.container, first.media_type) == (name, "text/html")
    assert first.retrieved_at == datetime(2031, 5, 5, 8, tzinfo=UTC)
    assert first.http is not None
    assert (first.http.status, first.http.etag, first.http.content_type) == (200, '"1"', HTML["Content-Type"])


def test_page_that_the_crawler_cut_off_is_told() -> None:
    """A page of which the archive holds only the beginning is no document; the rest of the archive is."""
    whole = warc_of(("response", "http://a.example/1", PAGE, HTML))
    Path("cut.warc").write_bytes(whole[: -len(PAGE)])
    assert shown("cut.warc") == ["http://a.example/1 damaged"]
    Path("short.warc").write_bytes(whole.replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date"))
    assert shown("short.warc") == ["http://a.example/1 damaged"]


def test_mail_gives_its_text_and_what_is_attached() -> None:
    """The text a person wrote is the body, else what a program made of it; attachments keep their names."""
    forwarded = mail_of("The ferry sailed.")
    mail = EmailMessage()
    mail.set_content("Straße und Fähre.\n", charset="iso-8859-1")
    mail.add_alternative("<p>Fähre</p>", subtype="html")
    mail.add_attachment(PDF, "application", "pdf", filename="../evil/report.pdf")
    mail.add_attachment(PDF, "application", "pdf", filename="report.pdf")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="logo.png")
    outer = mail.as_bytes()
    Path("a.eml").write_bytes(outer)
    assert shown("a.eml") == ["a.eml!/body.txt", "a.eml!/report.pdf", "a.eml!/report-2.pdf"]
    text = opened("a.eml")[0]
    assert isinstance(text, RawDocument)
    assert text.content.decode() == "Straße und Fähre.\n"
    Path("b.eml").write_bytes(mail_of(None, "<p>Fähre</p>"))
    assert shown("b.eml") == ["b.eml!/body.html"]
    wrapping = EmailMessage()
    wrapping.set_content("See below.")
    wrapping.add_attachment(__import__("email").message_from_bytes(forwarded))
    Path("c.eml").write_bytes(wrapping.as_bytes())
    assert shown("c.eml") == ["c.eml!/body.txt", "c.eml!/attachment.eml!/body.txt"]
