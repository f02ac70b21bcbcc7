"""Metadata values as pages write them -> what they mean: names without "By", titles without the site's name."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from parsers.words import letters_of

# Matches white space of any length; must not match a letter.
SPACES = re.compile(r"\s+")

# Matches "<b>" in a value; must not match "3 < 5".
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")

# Matches " - The Paper" and " | The Paper" at a title's end; must not match the hyphen of "Anglo-Dutch".
LAST_PART = re.compile(r"(?<!\s)(?:\s++[-–—|·•:»/]++\s++(?=[^-–—|·•»/]{2,60}\Z)|\s*+[|]\s*+(?=[^|]{2,60}\Z))")

# Matches the mark before a site's name at a title's end, with no space around it either: "Weir to rise:Post", "_Post";
# must not match the hyphen of "Anglo-Dutch".
CLOSE_MARK = re.compile(r"(?<!\s)\s*+[:：_＿|｜](?=[^:：_＿|｜]{2,60}\Z)")

# Matches the " - " after a heading in a title; must not match a letter.
BETWEEN_TITLE_PARTS = re.compile(r"\s*[-–—|·•:»/]\s")

# Matches the " | " before a heading in a title; must not match ": ", behind which a title goes on.
BEFORE_TITLE_PART = re.compile(r"\s[-–—|·•»/]\s\Z")

# Matches the word before names: "By ", "Von ", "Text: "; must not match the "Von" of "Von Trapp" within a name.
BY = re.compile(
    r"""\A\s*(?:written\ by|reported\ by|by|von|par|por|di|door|af|av|autor|autorin|author|text|texte|texto|yazan)\b
        \s*:?\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)

# Matches what stands between names; must not match the hyphen of "Jean-Luc" or "and" inside "Anderson".
BETWEEN_NAMES = re.compile(
    r"(?<!\s)\s*+(?:[;|/,]|(?<=\s)(?:and|und|et|y|e|og|och|en|&|with|mit|avec|con)(?=\s))\s*+", re.IGNORECASE
)

# Matches an address or a handle; must not match a name.
ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|co)\b", re.IGNORECASE)

# Matches an address of a page or of mail, or a handle; must not match a house that is called "post.example".
LINK = re.compile(r"https?:|www\.|[@/]", re.IGNORECASE)

# Matches "(abc)", a byline's abbreviation; must not match an open bracket without its end.
BRACKETED = re.compile(r"\([^()]{0,60}\)")

# Matches the degrees after a name: "Ph.D.", "MS", "RD", "CEPF®"; must not match "Ng" or "Okoye".
DEGREE = re.compile(r"(?:[A-Z]{2,8}®?|(?:[A-Z][a-z]?\.?){1,4}[A-Z]\.?)")

# Matches a job title that a name bears at its end, or at its beginning; must not match a part of a name.
JOB_TITLE = re.compile(r"\b기자(?:\s.{0,12})?\Z|(?<=\s)記者\Z")

# Matches what content systems name where nobody signed; must not match a house or a desk.
NOBODY = re.compile(
    r"(?:the\s)?(?:admin(?:istrator)?|unknown|none|null|undefined|anonymous|user|webmaster|authors?|guest|by|wordpress|root)",
    re.IGNORECASE,
)

# Matches the year of "Photos 2024"; must not match a name.
NUMBER = re.compile(r"\d{2}")

# Matches words that no person's name holds, but a desk's, a company's or a job's; must not match "Baker" or "Bishop".
NO_PERSON = re.compile(
    r"""\b(?:staff|newsroom|editors?|editorial|redaktion|redacción|redacao|redação|rédaction|redazione|redaktionen|desk|team|
        correspondents?|reporters?|writers?|journalist(?:in)?|contributors?|agenc(?:y|ies)|agencia|agentur|press|news|times|online|
        magazine|media|admin|guest|author|webmaster|contributor|professor|university|institute|chief|producer|
        freelance|columnist|bureau|images?|getty|istockphoto|photos?|ltd|inc|llc|gmbh|company|unknown|none|null|anonymous|user)\b""",
    re.IGNORECASE | re.VERBOSE,
)

AGENCIES = {
    **dict.fromkeys(("ap", "theassociatedpress", "associatedpress", "apnews"), "Associated Press"),
    **dict.fromkeys(("reuters", "thomsonreuters", "reutersstaff"), "Reuters"),
    **dict.fromkeys(("afp", "agencefrancepresse"), "AFP"),
    **dict.fromkeys(("dpa", "deutschepresseagentur", "dpainfocom", "dpaafx"), "dpa"),
    **{
        name: name.upper()
        for name in ("apa", "sid", "epd", "kna", "upi", "tass", "ansa", "efe", "afx", "kyodo", "tt", "ntb")
    },
    "paritzau": "Ritzau",
    "ritzau": "Ritzau",
    "xinhua": "Xinhua",
    "bloomberg": "Bloomberg",
    "pressassociation": "PA",
    "pamedia": "PA",
    "europapress": "Europa Press",
    "keystonesda": "Keystone-SDA",
    "cpthecanadianpress": "The Canadian Press",
    "thecanadianpress": "The Canadian Press",
}
"""Letters of a byline -> the news agency it means."""

# Matches "en", "pt-BR" and "zh-Hans-CN"; must not match "english".
LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[.@_-].{0,20})?\s*\Z")

LONGEST_NAME = 60


def clean_value(text: str) -> str:
    """Give a value as a reader would see it: entities read, markup gone, white space single.

    >>> clean_value("Rock &amp;amp; <b>roll</b> ")
    'Rock & roll'
    """
    text = unescape(unescape(text)) if "&" in text else text
    if "<" in text:
        text = TAG.sub("", text)
    return SPACES.sub(" ", text).strip()


def without_site(title: str, sites: Iterable[str], headings: Iterable[str] = ()) -> str:
    """Take the site's name off a title, where it is known to be that, or where a heading is the title without it.

    >>> without_site("Harbour reopens | The Shoreline Post", ["The Shoreline Post"])
    'Harbour reopens'
    >>> without_site("Harbour reopens - for now", ["The Shoreline Post"])
    'Harbour reopens - for now'
    >>> without_site("Harbour reopens:Shoreline Post", ["The Shoreline Post"])
    'Harbour reopens'
    >>> without_site("Selwyn Courier - The harbour has reopened", [], ["The harbour has reopened"])
    'The harbour has reopened'
    """
    for heading in headings:
        if len(heading) > 20 and _is_part_of(title, heading):
            return heading
    known = {letters_of(site) for site in sites} - {""}
    known |= {name.removeprefix("the") for name in known}
    for mark in (*list(LAST_PART.finditer(title))[-1:], *CLOSE_MARK.finditer(title)):
        if letters_of(title[mark.end() :]).removeprefix("the") in known:
            return title[: mark.start()].rstrip(" -–—|·•:»/")
    return title


def _is_part_of(title: str, heading: str) -> bool:
    """Tell whether a title is a heading with something else before or behind it, a mark and a space between them."""
    if title.startswith(heading):
        return bool(BETWEEN_TITLE_PARTS.match(title, len(heading)))
    return title.endswith(heading) and bool(BEFORE_TITLE_PART.search(title[: -len(heading)]))


def people_of(stated: Iterable[str], houses: Iterable[str]) -> tuple[str, ...]:
    """Give the people that bylines name, each once; no agency, no publication (`houses`), no job.

    >>> people_of(["By Ada Okoye and Ben Roth, staff writer", "Reuters", "Shoreline Post"], ["The Shoreline Post"])
    ('Ada Okoye', 'Ben Roth')
    """
    no_people = {letters_of(house).removeprefix("the") for house in houses} | AGENCIES.keys()
    names = (name for line in stated for name in _names(line) if is_person(name))
    people = {letters_of(name): name for name in names if letters_of(name).removeprefix("the") not in no_people}
    return tuple(people.values())


def signers_of(stated: Iterable[str]) -> tuple[str, ...]:
    """Give the desks, houses and agencies that sign an article no person signs, as they are stated.

    >>> signers_of(["By Metro Desk", "admin", "https://post.example/staff", "metro desk", "dpa"])
    ('Metro Desk', 'dpa')
    """
    signers: dict[str, str] = {}
    for line in stated:
        name = BY.sub("", line).strip(" .,:;()\u200b")
        if 1 < len(name) <= LONGEST_NAME and not LINK.search(name) and not NOBODY.fullmatch(name):
            signers.setdefault(letters_of(name), name)
    return tuple(signers.values())


def agency_of(stated: Iterable[str]) -> str:
    """Give the news agency that bylines name; an empty string where they name none.

    >>> agency_of(["Ada Okoye", "Thomson Reuters"])
    'Reuters'
    """
    return next(
        (AGENCIES[letters] for line in stated for name in _names(line) if (letters := letters_of(name)) in AGENCIES), ""
    )


def _names(line: str) -> list[str]:
    """Divide a byline at what stands between names; an address holds none."""
    if ADDRESS.search(line):
        return []
    return [
        name
        for part in BETWEEN_NAMES.split(BY.sub("", BRACKETED.sub("", line)))
        if (name := JOB_TITLE.sub("", part.strip(" .,:()\u200b")).rstrip()) and not DEGREE.fullmatch(name)
    ]


def is_person(name: str) -> bool:
    """Tell whether a byline's part can be the name of a person."""
    return 1 < len(name) <= LONGEST_NAME and not NUMBER.search(name) and not NO_PERSON.search(name)


def keywords_of(stated: Sequence[str]) -> tuple[str, ...]:
    """Give the keywords of a list, or of one string with commas or semicolons between them, each once."""
    parts = (part for text in stated for part in re.split("[;,]" if len(stated) == 1 else "\0", text))
    return tuple(dict.fromkeys(value for part in parts if (value := clean_value(part))))


def language_tag(text: str) -> str | None:
    """Give a BCP 47 tag in its usual case.

    >>> language_tag("pt_br"), language_tag("English")
    ('pt-BR', None)
    """
    match = LANGUAGE.match(text)
    if not match:
        return None
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), script and script.title(), region and region.upper()) if part)
