"""What kind of document some bytes are, told from the bytes first and from names and declarations second.

Bytes do not lie; names and servers do. So a signature decides whatever the name says, markup is recognised as the
browsers do it (the WHATWG MIME Sniffing standard), and a name or a declaration only chooses between readings that
the bytes leave open.
"""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePosixPath

HEAD_BYTES = 4096
"""How much of a document is looked at for its opening."""

PDF_JUNK_BYTES = 1024
"""PDF readers accept this much before `%PDF-`; so do we where the name or the declaration says PDF too."""

BINARY_SHARE = 0.05
"""Text has next to no control characters (an OCR slip here or there); compressed or encrypted bytes have one in ten."""

TAGS_OF_A_FRAGMENT = 3
"""A fragment that merely opens with a tag is HTML when it has this many tags; an article about tags has fewer."""

TEXT = "text/plain"
HTML = "text/html"
XML = "application/xml"
PDF = "application/pdf"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
TAR = "application/x-tar"
WARC = "application/warc"
MAIL = "message/rfc822"
UNKNOWN_BINARY = "application/octet-stream"

RSS = "application/rss+xml"
ATOM = "application/atom+xml"
RDF = "application/rdf+xml"

JSON_FEED = "application/feed+json"
JSON_LINES = "application/jsonl"

SITEMAP = "application/x-sitemap+xml"
SITEMAP_INDEX = "application/x-sitemap-index+xml"
"""Names of our own: sitemaps are declared as any XML."""

URI_LIST = "text/uri-list"

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    # offset, bytes that stand there, type. Prose begins with none of them.
    (0, b"%PDF-", PDF),
    (0, b"%!PS-Adobe-", "application/postscript"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"\x1f\x8b\x08", GZIP),
    (4, b"1AY&SY", BZIP2),  # behind "BZh" and a digit
    (0, b"\xfd7zXZ\x00", XZ),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", TAR),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"WARC/1.", WARC),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBPVP8", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (2, b"\x00\x14ftyp", "video/mp4"),
    (2, b"\x00\x18ftyp", "video/mp4"),
    (2, b"\x00\x1cftyp", "video/mp4"),
    (2, b"\x00\x20ftyp", "video/mp4"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"ID3\x02", "audio/mpeg"),
    (0, b"ID3\x03", "audio/mpeg"),
    (0, b"ID3\x04", "audio/mpeg"),
    (0, b"OggS\x00", "application/ogg"),
    (0, b"fLaC\x00", "audio/flac"),
    (8, b"WAVEfmt ", "audio/wav"),
    (8, b"AVI LIST", "video/x-msvideo"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"wOFF\x00", "font/woff"),
    (0, b"wOF2\x00", "font/woff2"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"PAR1\x15", "application/vnd.apache.parquet"),
    (0, b"\x7fELF", UNKNOWN_BINARY),
)

INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    # What the first kilobytes of an archive name when it is a document of that type.
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)

BY_SUFFIX: dict[str, str] = {
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".xml": XML,
    ".rss": RSS,
    ".atom": ATOM,
    ".rdf": RDF,
    ".json": "application/json",
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".toml": "application/toml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".eml": MAIL,
    ".mht": MAIL,
    ".mhtml": MAIL,
    ".rtf": "application/rtf",
    ".zip": ZIP,
    ".gz": GZIP,
    ".tgz": GZIP,
    ".bz2": BZIP2,
    ".tbz2": BZIP2,
    ".xz": XZ,
    ".txz": XZ,
    ".urls": URI_LIST,
    ".tar": TAR,
    ".warc": WARC,
    ".epub": "application/epub+zip",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""Types by name, a table of our own: the one of the system differs from machine to machine."""

KINDS_OF_TEXT = frozenset(
    {
        "application/json",
        JSON_LINES,
        JSON_FEED,
        "application/toml",
        "application/yaml",
        "text/markdown",
        "text/csv",
        URI_LIST,
        MAIL,
    }
)
"""Types that text alone does not show: the name or the declaration is believed where the bytes are text."""

ALIASES: dict[str, str] = {
    "application/xhtml+xml": HTML,
    "text/xml": XML,
    "application/x-pdf": PDF,
    "text/rtf": "application/rtf",
    "application/x-gzip": GZIP,
    "application/x-bzip": BZIP2,
    "application/bzip2": BZIP2,
    "text/x-markdown": "text/markdown",
}
"""Other names of the same types; XHTML is read as the HTML it is meant to be shown as."""

WITHOUT_MEANING = frozenset({UNKNOWN_BINARY, "application/binary", "application/unknown", "unknown/unknown"})
"""Declarations by which a sender says that it does not know."""

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    # The longer ones first: UTF-32's mark begins with UTF-16's.
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

SITEMAPS = {"urlset": SITEMAP, "sitemapindex": SITEMAP_INDEX}
"""Root elements of sitemaps."""

# The version that every JSON feed states: "https://jsonfeed.org/version/1.1", its slashes escaped or not.
JSON_FEED_VERSION = re.compile(r"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/")

# A media type as RFC 9110 writes it: "text/html" in "text/html; charset=utf-8"; not "html" or "text/".
ESSENCE = re.compile(r"\s*([\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127})\s*(?:;|\Z)", re.ASCII)

# White space, comments, processing instructions and foreign doctypes before the first element: "<?xml ...?>",
# "<!-- saved from ... -->"; not the doctype of HTML.
PROLOGUE = re.compile(
    r"""
    (?: \s++
      | <!--(?:[^-]|-(?!->))*+-->
      | <\?[^>]*+>
      | <!doctype\s++(?!html\b)[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>
    )*+
    """,
    re.VERBOSE | re.IGNORECASE,
)

# The opening of a whole page: "<!DOCTYPE html>", "<html lang=en>", "<body>"; not "<header>" or "<p>".
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE)

# The name of the first element: "rss" in "<rss version=2.0>", "rdf:RDF"; not a closing tag.
ROOT = re.compile(r"<([a-z_][\w.-]*+(?::[\w.-]++)?)(?=[\s/>])", re.IGNORECASE)

# A tag of HTML, opening or closing: "<p>", "</div>", "<br/>", "<a href=..."; not "<City>", "<3" or "a < b".
TAG = re.compile(
    rb"""
    </?(?: a | abbr | article | aside | b | blockquote | body | br | caption | center | cite | code | dd | div | dl | dt
         | em | figcaption | figure | font | footer | form | h[1-6] | head | header | hr | html | i | iframe | img
         | input | li | link | main | meta | nav | ol | p | pre | script | section | small | span | strong | style | sub
         | sup | table | tbody | td | th | thead | time | title | tr | u | ul )
    (?=[\s/>])
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A control character that no text has: NUL, backspace, escape; not tab, line feed, form feed, carriage return.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def media_type(content: bytes, name: str | None, declared: str | None) -> str | None:
    """Tell the media type of a document.

    Args:
        content: the exact bytes.
        name: a file name, or the last part of an address, for what its ending says.
        declared: a media type as its sender states it, parameters and all: "text/html; charset=utf-8".

    Returns:
        The type in lower case without parameters, or None when neither the bytes nor anyone else tells: empty content
        without name and declaration.

    In this order:

    - a signature decides, whatever the name says: a PNG called `article.pdf` is a PNG;
    - bytes with too many control characters are no text: the type that name or declaration give if it is none of
      text, else `application/octet-stream`;
    - text that opens as a page (doctype, `<html>`, `<head>`, `<body>`) is HTML, also when it is called `.txt` or
      declared `text/plain`: pages are saved under wrong names, prose does not open so;
    - XML is told by its root element: RSS, Atom and RDF feeds, (X)HTML, else `application/xml`;
    - text that opens with another tag, or is called HTML, is HTML when it has tags: one where name or declaration say
      HTML, three where nobody does. A `.html` without a single tag is plain text: read as HTML, its lines would run
      into one;
    - a JSON feed is told by the version it states;
    - other text is what name or declaration say it is, if that is a kind of text (JSON, CSV, Markdown, a mail), else
      `text/plain`. UTF-16 without a byte order mark is seen by its NULs.

    >>> media_type(b"%PDF-1.7", "story.txt", None)
    'application/pdf'
    >>> media_type(b"<!DOCTYPE html><p>The mayor resigned.", "story.txt", "text/plain")
    'text/html'
    >>> media_type(b"The mayor resigned.", "story.html", None)
    'text/plain'
    >>> media_type("<City> of Ålund".encode("cp1252"), None, None)
    'text/plain'
    >>> media_type(b"", None, None) is None
    True
    """
    hints = tuple(hint for hint in (_declared(declared), _by_name(name)) if hint)
    if not content:
        return hints[0] if hints else None
    encoding, mark = _encoding(content)
    if signed := _signed(content[mark:] if encoding == "utf-8" else content, hints):
        return signed
    if encoding is None and _is_binary(content[:HEAD_BYTES]):
        return next((hint for hint in hints if not _is_text(hint)), UNKNOWN_BINARY)
    # Latin-1 reads any byte, and markup is ASCII in every encoding that has no byte order mark.
    opening = content[mark:HEAD_BYTES].decode(encoding or "latin-1", "ignore")
    kind = next((hint for hint in hints if hint in KINDS_OF_TEXT), TEXT)
    if opening.lstrip("\ufeff \t\r\n").startswith("{") and JSON_FEED_VERSION.search(opening):
        return JSON_FEED
    return _markup(opening, hints) or (_fragment(opening, content, hints) if kind == TEXT else None) or kind


def _by_name(name: str | None) -> str | None:
    return BY_SUFFIX.get(PurePosixPath(name).suffix.lower()) if name else None


def _declared(declared: str | None) -> str | None:
    match = ESSENCE.match(declared or "")
    essence = match[1].lower() if match else None
    return None if essence in WITHOUT_MEANING else ALIASES.get(essence or "", essence)


def _encoding(content: bytes) -> tuple[str | None, int]:
    """Give the Unicode encoding that shows in the first bytes, and the length of its byte order mark."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding, 0 if encoding != "utf-8" else len(mark)
    even, odd = content[:HEAD_BYTES:2], content[1:HEAD_BYTES:2]
    # Latin letters in UTF-16 have one byte in two that is NUL, and the other never is.
    for nuls, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nuls and nuls.count(0) > 0.6 * len(nuls) and letters.count(0) == 0:
            return encoding, 0
    return None, 0


def _signed(content: bytes, hints: Sequence[str]) -> str | None:
    for offset, signature, signed in SIGNATURES:
        if content.startswith(signature, offset):
            return _inside(signed, content, hints)
    if PDF in hints and b"%PDF-" in content[:PDF_JUNK_BYTES]:
        return PDF
    return None


def _inside(container: str, content: bytes, hints: Sequence[str]) -> str:
    """Tell the document from the container it is kept in, where that shows; else the name may."""
    if container == ZIP:
        head = content[:HEAD_BYTES]
        return next((inner for mark, inner in INSIDE_ZIP if mark in head), ZIP)
    if container == OLE and "application/msword" in hints:
        return "application/msword"
    return container


def _is_binary(head: bytes) -> bool:
    return len(CONTROL.findall(head)) > BINARY_SHARE * len(head)


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("+xml", "+json")) or kind in KINDS_OF_TEXT | {XML}


def _markup(opening: str, hints: Sequence[str]) -> str | None:
    """Tell whole pages, feeds and other XML by how they open; None for what opens otherwise."""
    first = _after_prologue(opening)
    if PAGE.match(first):
        return HTML
    root = ROOT.match(first)
    name = root[1].lower() if root else ""
    if feed := _feed(name, first):
        return feed
    if opening.lstrip("\ufeff \t\r\n").lower().startswith("<?xml") or (name and XML in hints):
        return "image/svg+xml" if name == "svg" else XML
    return None


def _fragment(opening: str, content: bytes, hints: Sequence[str]) -> str | None:
    """Tell HTML that is no whole page by its tags."""
    if HTML in hints:
        return HTML if _has_tags(content, 1) else None
    opens_with_tag = TAG.match(_after_prologue(opening).encode())
    return HTML if opens_with_tag and _has_tags(content, TAGS_OF_A_FRAGMENT) else None


def _after_prologue(opening: str) -> str:
    return PROLOGUE.sub("", opening.lstrip("\ufeff"), count=1)


def _feed(root: str, opening: str) -> str | None:
    if root == "rss":
        return RSS
    if root == "feed" and "http://www.w3.org/2005/Atom" in opening:
        return ATOM
    if root == "rdf:rdf" and "http://purl.org/rss/1.0/" in opening:
        return RDF
    return SITEMAPS.get(root.rpartition(":")[2])


def _has_tags(content: bytes, count: int) -> bool:
    # UTF-16 is searched without its NULs; what that does to letters outside ASCII makes no tag.
    text = content.replace(b"\x00", b"") if b"\x00" in content[:HEAD_BYTES] else content
    return sum(1 for _ in islice(TAG.finditer(text), count)) == count
