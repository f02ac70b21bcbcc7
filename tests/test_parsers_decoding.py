"""Bytes to text: every encoding found, said how, and nothing made up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Encoding, Reason, Refusal
from parsers.decoding import Label, decode, header_labels, markup_labels

FRENCH = "Il a été élu à l’Assemblée, où les députés français ont voté; ça ira mieux dès l’hiver."
GERMAN = "Die Größe der Straße überraschte Frau Müller."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy."
POLISH = "Zażółć gęślą jaźń, źle i święta w Łodzi."
TURKISH = "Cumhurbaşkanı dün Ankara’da konuştu; Iğdır’ın güzel şehri."
RUSSIAN = "Президент приехал в Москву и сказал, что переговоры начнутся."
GREEK = "Ο πρωθυπουργός μίλησε χθες στη Βουλή για τα μέτρα."
HEBREW = "ראש הממשלה אמר אתמול בירושלים כי השיחות יתחילו מחר"
ARABIC = "قال الرئيس يوم أمس إن المفاوضات ستبدأ غدا في القاهرة"
JAPANESE = "首相は昨日、東京で記者会見を開き、新しい経済対策を発表した。"
CHINESE = "总理昨天在北京举行记者会，宣布新的经济措施。"
KOREAN = "총리는 어제 서울에서 기자회견을 열고 새로운 경제 대책을 발표했다."


def read(content: bytes, *labels: Label) -> tuple[str, Encoding]:
    """Decode bytes that must be a text."""
    decoded = decode(content, labels=labels)
    assert not isinstance(decoded, Refusal), decoded
    return decoded


def refused(content: bytes, *labels: Label) -> Refusal:
    """Decode bytes that must be refused."""
    decoded = decode(content, labels=labels)
    assert isinstance(decoded, Refusal), decoded
    return decoded


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (FRENCH, "cp1252", "windows-1252"),
        (GERMAN, "cp1252", "windows-1252"),
        ("“Smart quotes” – and it’s done", "cp1252", "windows-1252"),
        ("naïve café", "cp1252", "windows-1252"),
        ("Price: £5 and €7", "cp1252", "windows-1252"),
        ("Il a été à", "cp1252", "windows-1252"),
        (CZECH, "cp1250", "windows-1250"),
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "iso8859-2", "iso-8859-2"),
        (TURKISH, "cp1254", "windows-1254"),
        (FRENCH, "mac-roman", "macintosh"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (GREEK, "cp1253", "windows-1253"),
        (HEBREW, "cp1255", "windows-1255"),
        (ARABIC, "cp1256", "windows-1256"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (KOREAN, "euc-kr", "euc-kr"),
        ("Hello world, Zoë", "utf-16-le", "utf-16le"),
        (RUSSIAN, "utf-16-be", "utf-16be"),
        ("Hello", "utf-32-le", "utf-32le"),
    ],
)
def test_an_undeclared_encoding_is_detected(text: str, codec: str, name: str) -> None:
    """One sentence is enough to tell the encodings that news copy comes in."""
    assert read(text.encode(codec)) == (text, Encoding(name=name, found_by="detected"))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_goes(codec: str) -> None:
    """A byte order mark is the first evidence and no part of the text."""
    text, encoding = read(GERMAN.encode(codec), Label("iso-8859-1", "meta"))
    assert text == GERMAN
    assert encoding.found_by == "bom"


@pytest.mark.parametrize(
    ("content", "label", "encoding"),
    [
        (GERMAN.encode(), "iso-8859-1", ("utf-8", "declared iso-8859-1, but valid utf-8")),
        (GERMAN.encode(), "windows-1251", ("utf-8", "declared windows-1251, but valid utf-8")),
        (GERMAN.encode("cp1252"), "utf-8", ("windows-1252", "declared utf-8, but detected")),
        (GERMAN.encode("cp1252"), "nonsense", ("windows-1252", "declared nonsense, but detected")),
        (b"It\x92s late", "iso-8859-1", ("windows-1252", "meta")),
        (b"It\x92s late", "us-ascii", ("windows-1252", "meta")),
        (GERMAN.encode(), "utf8", ("utf-8", "meta")),
        (RUSSIAN.encode("koi8-r"), "KOI8-R", ("koi8-r", "meta")),
        (GERMAN.encode(), "utf-16", ("utf-8", "meta")),
    ],
)
def test_a_declaration_counts_as_far_as_the_bytes_agree(content: bytes, label: str, encoding: tuple[str, str]) -> None:
    """A right declaration is named, a wrong one is recovered from, and the encoding says how."""
    assert read(content, Label(label, "meta"))[1] == Encoding(name=encoding[0], found_by=encoding[1])


def test_stray_bytes_in_utf_8_do_not_spoil_the_rest() -> None:
    """A few windows-1252 quotes in a UTF-8 page are read as such, and the page as UTF-8."""
    text, encoding = read("Zoë said façade café déjà ".encode() * 10 + b"\x93so\x94", Label("utf-8", "http header"))
    assert text.endswith("“so”")
    assert text.startswith("Zoë said façade")
    assert encoding.name == "utf-8"


def test_mojibake_in_the_bytes_is_left_to_its_rule() -> None:
    """Text that was decoded wrongly before it came here is handed on as it is."""
    assert read("ZoÃ« said so".encode())[0] == "ZoÃ« said so"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (bytes(range(256)), Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Reason.BINARY),
        (b"PK\x03\x04 and more", Reason.BINARY),
        (b"text\0with\0nuls", Reason.BINARY),
        (b"\x81\x8d\x8f\x90\x9d\xff" * 20, Reason.UNDECODABLE),
        (bytes(range(128, 256)) * 4, Reason.UNDECODABLE),
        (b"\xff\xfe\xfd", Reason.UNDECODABLE),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, reason: Reason) -> None:
    """Empty, binary and undecodable bytes are told apart."""
    assert refused(content).reason is reason


def test_labels_are_read_from_header_and_markup() -> None:
    """The server's word comes from its header, the page's from its head."""
    assert header_labels('text/html; charset="windows-1251"') == [Label("windows-1251", "http header")]
    assert header_labels("text/html; boundary=x") == header_labels(None) == []
    assert markup_labels(b'<?xml version="1.0" encoding="iso-8859-2"?>') == [Label("iso-8859-2", "xml declaration")]
    content_type = b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    assert markup_labels(content_type) == [Label("koi8-r", "meta")]
    assert markup_labels(b"<p>charset=koi8-r</p>") == []


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 300_000 + b"\xe9t\xe9",
        b"\xe9t\xe9 " + b"a" * 300_000,
        b"x " * 150_000 + b"caf\xe9 " * 20,
        b"<a" * 150_000 + b" caf\xe9",
        ("caf\xe9" * 50_000).encode("cp1252"),
    ],
    ids=["run before", "run after", "words", "tags", "one word"],
)
def test_a_hostile_line_is_decoded_in_time(content: bytes) -> None:
    """One line of 300,000 bytes costs no more than many short ones."""
    began = time.process_time()
    decode(content, labels=[Label("utf-8", "meta")])
    assert time.process_time() - began < 2


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_refusal(content: bytes) -> None:
    """Whatever the bytes, decoding answers."""
    decoded = decode(content, labels=[Label("utf-8", "meta")])
    assert isinstance(decoded, Refusal) or isinstance(decoded[0], str)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1))
def test_utf_8_comes_back_to_the_last_character(text: str) -> None:
    """What is valid UTF-8 is read as that, whatever was declared."""
    content = text.encode()
    decoded = decode(content, labels=[Label("iso-8859-1", "meta")])
    if isinstance(decoded, Refusal) or decoded[1].found_by == "bom":
        return
    assert decoded[0] == text


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (GREEK, "cp1253", "windows-1253"),
        (ARABIC, "cp1256", "windows-1256"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (KOREAN, "euc-kr", "euc-kr"),
        (FRENCH, "cp1252", "windows-1252"),
        (GERMAN, "cp1252", "windows-1252"),
        ("À ÉTÉ ÉLU À ÉVRY: DÉJÀ ÂGÉ, ÉPUISÉ, ÉCŒURÉ", "cp1252", "windows-1252"),
        ("Rada zdecydowała, że łodzie będą odpływać z północnego brzegu.", "iso8859-2", "iso-8859-2"),
        ("Rada zdecydowała, że łodzie będą odpływać z północnego brzegu.", "cp1250", "windows-1250"),
        ("Starosta řekl, že lodě budou vyplouvat ze severního břehu příští týden.", "cp1250", "windows-1250"),
        ("Bæjarráð ákvað að höfninni yrði lokað því ferjan sigldi á bryggjuna.", "cp1252", "windows-1252"),
    ],
)
def test_latin_is_not_believed_of_other_letters(text: str, codec: str, name: str) -> None:
    """A declaration of iso-8859-1 is set aside where words hold letters it has not, and kept where they do not."""
    decoded, encoding = read("\n".join([text] * 4).encode(codec), Label("iso-8859-1", "meta"))
    assert decoded == "\n".join([text] * 4)
    assert encoding.name == name


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, KOREAN])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_east_asian_copy_in_utf_16_needs_no_mark(text: str, codec: str) -> None:
    """Characters of Chinese, Japanese and Korean hold few NULs, and are read the right way round all the same."""
    copy = "\n".join([text] * 4)
    name = "utf-16" + codec[-2:]
    assert read(copy.encode(codec)) == (copy, Encoding(name=name, found_by="detected"))
