"""Documents made to hang, exhaust or crash whoever reads them: each generated, none taken from anywhere."""

import json
import zlib
from collections.abc import Callable
from random import Random

from models import RawDocument, Source

HTML, TEXT, PDF = "text/html", "text/plain", "application/pdf"
SENTENCE = "The harbour board put off its decision on the new ferry pier. "


def page(body: str, head: str = "") -> bytes:
    """Write a page around a body."""
    return f"<!doctype html><html><head><title>Pier</title>{head}</head><body>{body}</body></html>".encode()


def nested(opening: str, closing: str, depth: int, inside: str = SENTENCE) -> bytes:
    """Put elements into one another."""
    return page(opening * depth + inside + closing * depth)


def json_ld(text: str) -> bytes:
    """Write a page that states its facts in JSON-LD."""
    return page(f"<p>{SENTENCE * 20}</p>", head=f'<script type="application/ld+json">{text}</script>')


def entities() -> bytes:
    """Define ten levels of entities, each ten times the one before."""
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11)]
    return f'<!DOCTYPE html [<!ENTITY e0 "pier">{"".join(names)}]><html><body><p>&e10;</p></body></html>'.encode()


def noise(size: int) -> bytes:
    """Draw bytes."""
    return Random(size).randbytes(size)


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """Write objects as a PDF file; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_page(content: bytes, *more: bytes, box: bytes = b"[0 0 612 792]", resources: bytes = b"") -> bytes:
    """Write a PDF of one page with this content stream; the font is object 5, `more` begins at 6."""
    packed = zlib.compress(content, 9)
    return pdf(
        CATALOGUE,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
        % (box, resources),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        FONT,
        *more,
    )


def forms_of_forms() -> bytes:
    """Draw a form ten times that draws another ten times, nine levels deep."""
    forms = []
    for level in range(9):
        inside = b"/X Do " * 10 if level < 8 else b"BT /F 9 Tf (pier) Tj ET"
        link = b"/XObject << /X %d 0 R >>" % (7 + level) if level < 8 else b"/Font << /F 5 0 R >>"
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %s >> /Length %d >>"
        forms.append(head % (link, len(inside)) + b"\nstream\n" + inside + b"\nendstream")
    return one_page(b"/X Do " * 10, *forms, resources=b"/XObject << /X 6 0 R >>")


def many_pages(count: int) -> bytes:
    """Name one page many times."""
    kids = b"3 0 R " * count
    return one_page(b"BT /F 9 Tf (pier) Tj ET").replace(
        b"/Kids [3 0 R] /Count 1", b"/Kids [%s] /Count %d" % (kids, count)
    )


def characters(count: int) -> bytes:
    """Show so many characters on one page, all of them in one place."""
    return one_page(b"BT /F 9 Tf 9 9 Td " + b"(pier board) Tj " * (count // 10) + b"ET")


def words(count: int, joint: str = "") -> bytes:
    """Join words."""
    chosen = Random(count).choices(SENTENCE.lower().rstrip(". ").split(), k=count)
    return joint.join(chosen).encode()


POISON: dict[str, tuple[str, Callable[[], bytes]]] = {
    "24 KB of half a link": (HTML, lambda: b"<a " * 8_000),
    "220 KB of open divs": (HTML, lambda: b"<div>" * 44_000),
    "divs 10,000 deep": (HTML, lambda: nested("<div>", "</div>", 10_000)),
    "a sentence in each of 10,000 divs": (HTML, lambda: nested(f"<div>{SENTENCE}", "</div>", 10_000)),
    "tables 3,000 deep": (HTML, lambda: nested("<table><tr><td>", "</td></tr></table>", 3_000)),
    "lists 5,000 deep": (HTML, lambda: nested("<ul><li>", "</li></ul>", 5_000)),
    "quotes 5,000 deep": (HTML, lambda: nested("<blockquote><p>", "</p></blockquote>", 5_000)),
    "50,000 open bolds": (HTML, lambda: page(f"<p>{SENTENCE}<b><i>" * 25_000)),
    "a text of 12 MB": (HTML, lambda: page(f"<p>{SENTENCE * 195_000}</p>")),
    "a tag with 100,000 attributes": (
        HTML,
        lambda: page(f"<p {' '.join(f'a{n}=x' for n in range(100_000))}>{SENTENCE}"),
    ),
    "an attribute of 5 MB": (HTML, lambda: page(f'<p class="{"a " * 2_500_000}">{SENTENCE}')),
    "comments that never end": (HTML, lambda: page("<!--" * 100_000)),
    "100,000 paragraphs": (HTML, lambda: page("<p>The pier.</p>" * 100_000)),
    "500,000 line breaks": (HTML, lambda: page(f"<p>{'Pier.<br>' * 500_000}</p>")),
    "50,000 figures": (HTML, lambda: page("<figure><img src=a><figcaption>Pier. Photo: Jo Roe</figcaption>" * 50_000)),
    "50,000 headings": (HTML, lambda: page(f"<h1>{SENTENCE}</h1>" * 50_000)),
    "100,000 metas": (HTML, lambda: page(SENTENCE, head='<meta property="og:title" content="Pier">' * 100_000)),
    "entities of entities": (HTML, entities),
    "ampersands of ampersands": (HTML, lambda: page(f"<p>&{'amp;' * 500_000}</p>")),
    "JSON-LD 100,000 deep": (HTML, lambda: json_ld("[" * 100_000)),
    "JSON-LD with 50,000 authors": (
        HTML,
        lambda: json_ld(json.dumps({"@type": "NewsArticle", "author": [{"name": f"Jo {n}"} for n in range(50_000)]})),
    ),
    "a number of a million digits in JSON-LD": (HTML, lambda: json_ld(f'{{"wordCount": {"9" * 1_000_000}}}')),
    "a script of 5 MB": (HTML, lambda: page(f"<script>{'var a={b:[1,2]};' * 300_000}</script><p>{SENTENCE}")),
    "NULs in a page": (HTML, lambda: page("<p>\0\0pier\0" * 50_000)),
    "12 MB of sentences": (TEXT, lambda: SENTENCE.encode() * 195_000),
    "5 MB of mojibake in one line": (TEXT, lambda: "â€™ Ã© â€œpierâ€\x9d ".encode() * 200_000),
    "mojibake of mojibake": (TEXT, lambda: "Ã¢â‚¬â„¢".encode() * 100_000),
    "a word of a million letters": (TEXT, lambda: b"a" * 1_000_000),
    "40,000 words without a space": (TEXT, lambda: words(40_000)),
    "40,000 words with a space in each": (TEXT, lambda: words(40_000, " ").replace(b"e", b"e ")),
    "40,000 words joined by hyphens": (TEXT, lambda: words(40_000, "-")),
    "40,000 words a line each": (TEXT, lambda: words(40_000, "\n")),
    "100,000 hyphenated line ends": (TEXT, lambda: b"ferry-\n" * 100_000),
    "100,000 addresses": (TEXT, lambda: b"https://harbour.example/pier/ " * 100_000),
    "an address of a million characters": (TEXT, lambda: b"https://harbour.example/" + b"pier-" * 200_000),
    "200,000 at signs": (TEXT, lambda: b"pier@" * 200_000),
    "a million brackets": (TEXT, lambda: b"(" * 1_000_000),
    "a million full stops": (TEXT, lambda: b"." * 1_000_000),
    "a million spaces in a line": (TEXT, lambda: b"pier" + b" " * 1_000_000 + b"board"),
    "a million empty lines": (TEXT, lambda: b"\n" * 1_000_000 + b"pier"),
    "50,000 credits": (TEXT, lambda: b"Photo: Jo Roe/Harbour Press\n" * 50_000),
    "50,000 bylines": (TEXT, lambda: b"By Jo Roe and Ana Doe\n" * 50_000),
    "50,000 datelines": (TEXT, lambda: "PORT SELWYN, March 3 (AP) — ".encode() * 50_000),
    "a page number on each of 100,000 lines": (TEXT, lambda: b"\n".join(b"%d" % n for n in range(100_000))),
    "a running head 20,000 times": (TEXT, lambda: f"THE HARBOUR GAZETTE\n{SENTENCE}\n\f".encode() * 20_000),
    "300,000 accents on one letter": (TEXT, lambda: b"e" + "\N{COMBINING ACUTE ACCENT}".encode() * 300_000),
    "joined emoji": (TEXT, lambda: "\N{WOMAN}\N{ZERO WIDTH JOINER}".encode() * 200_000),
    "marks of direction": (TEXT, lambda: "\N{RIGHT-TO-LEFT OVERRIDE}pier".encode() * 200_000),
    "entities in a text": (TEXT, lambda: b"&amp;lt;" * 200_000),
    "noise called a text": (TEXT, lambda: noise(3_000_000)),
    "noise called a page": (HTML, lambda: noise(3_000_000)),
    "noise called a PDF": (PDF, lambda: b"%PDF-1.7\n" + noise(3_000_000)),
    "letters of UTF-16 without a mark": (TEXT, lambda: (SENTENCE * 20_000).encode("utf-16-be")),
    "pages that are their own parents": (PDF, lambda: pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>")),
    "a catalogue that is not there": (PDF, lambda: pdf(CATALOGUE, root=9)),
    "one page named 100,000 times": (PDF, lambda: many_pages(100_000)),
    "a page that unpacks to 300 MB": (PDF, lambda: one_page(bytes(300_000_000))),
    "a page of a million characters": (PDF, lambda: characters(1_000_000)),
    "forms of forms of forms": (PDF, forms_of_forms),
    "arrays 100,000 deep": (PDF, lambda: one_page(b"[" * 100_000)),
    "a page without end": (PDF, lambda: one_page(b"BT /F 9 Tf (pier) Tj ET", box=b"[0 0 1e30 1e30]")),
    "a table of objects that lies": (PDF, lambda: one_page(b"BT").replace(b"0000000", b"9999999")),
}
"""A name that says what it is -> its media type, and what makes it."""


def poison(name: str) -> RawDocument:
    """Make one of them."""
    media_type, make = POISON[name]
    return RawDocument(content=make(), source=Source(uri=name, media_type=media_type))
