"""The encodings we read, and the alphabets that tell the Latin ones apart."""

import codecs

CODECS = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "windows-874": "cp874",
    "iso-8859-2": "iso8859-2",
    "iso-8859-3": "iso8859-3",
    "iso-8859-4": "iso8859-4",
    "iso-8859-5": "iso8859-5",
    "iso-8859-6": "iso8859-6",
    "iso-8859-7": "iso8859-7",
    "iso-8859-8": "iso8859-8",
    "iso-8859-10": "iso8859-10",
    "iso-8859-13": "iso8859-13",
    "iso-8859-14": "iso8859-14",
    "iso-8859-15": "iso8859-15",
    "iso-8859-16": "iso8859-16",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "ibm850": "cp850",
    "ibm866": "cp866",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
}
"""IANA name in lower case -> Python codec."""

SUPERSETS = {
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc_kr": "euc-kr",
    "johab": "euc-kr",
    # A declaration that could be read byte by byte was not in UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Python codec of a label -> the encoding that is meant by it, as the WHATWG Encoding Standard has it."""

_NAMES = {codecs.lookup(codec).name: name for name, codec in CODECS.items()} | SUPERSETS

_WESTERN = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüß",  # German
    "áéíñóúüªº",  # Spanish
    "àáâãçéêíóôõúüªº",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "åäöæøéèêóòôüáí",  # Swedish, Danish, Norwegian, Finnish
    "áðéíóúýþæö",  # Icelandic
    "áéíóúàèìòùêîôûŷâïëö",  # Irish, Welsh, Dutch
    "ãõéêíóúâôàçèëïüöäåñøáœ",  # names of many countries in English copy
)

LETTERS = {
    "windows-1252": _WESTERN,
    "windows-1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîşţșț",  # Romanian
        "čćđšž",  # Croatian, Slovenian
    ),
    "iso-8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "windows-1254": ("çğıöşüâîûi̇",),
    "windows-1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
    "macintosh": _WESTERN,
    "ibm850": _WESTERN,
}
"""Latin single-byte encoding -> for each language written in it, its letters beyond ASCII in lower case."""

_CYRILLIC = ("оеаинтсрвлкдмпу", 0.83)
_KANA = ("のにはをたがでてとしれさいるなもかっらりんきくせこあよま", 0.45)

FREQUENT = {
    "windows-1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "iso-8859-5": _CYRILLIC,
    "ibm866": _CYRILLIC,
    "windows-1253": ("αοιετσνηυρπκμςλ", 0.83),
    "windows-1255": ("יוהלאתמרבשנכע", 0.83),
    "windows-1256": ("الينموتربةعدسف", 0.83),
    "windows-874": ("านรอกเงมยลวดทสตะปบคหแจพ่้็ัิี", 0.85),
    "shift_jis": _KANA,
    "euc-jp": _KANA,
    "euc-kr": ("이다는의에을가고를은한하지로기사과도서인대정자장일전부원시리해제", 0.5),
    "gb18030": ("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年", 0.3),
    "big5": ("的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年", 0.3),
}
"""Encoding of another script -> its commonest letters, and the share of letters that they are in ordinary copy."""

MULTI_BYTE = frozenset({"shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"})


def encoding_name(label: str) -> str | None:
    """Give the name of the encoding that a label means, null for one we do not read.

    >>> encoding_name("ISO-8859-1"), encoding_name("latin2"), encoding_name("rot13")
    ('windows-1252', 'iso-8859-2', None)
    """
    try:
        return _NAMES.get(codecs.lookup(label.strip()).name)
    except (LookupError, ValueError):
        return None
