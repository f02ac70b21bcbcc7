"""What a photo credit looks like: on a line of its own, or at the end of a caption."""

import re
from collections.abc import Sequence

from clean.captions.credit_words import (
    EAST_ASIAN_GIVER,
    EAST_ASIAN_PAIR,
    FILLERS,
    LABEL,
    LABEL_MARKS,
    LONE_CREDITS,
    NEWS_AGENCIES,
    PICTURE_AGENCIES,
    PLATFORMS,
    SERVICE,
    SOURCE_LABEL,
)
from clean.patterns import deferred

# Matches how a credit tells that a machine drew the picture: "Bild erstellt mit KI in", "AI-generated image"; not "The
# board was created by hand".
DRAWN_BY_MACHINE = deferred(
    r"""
    (?:(?:this\ |dieses\ )?(?:image|photo|picture|illustration|bild|grafik|foto)\ )?
    (?:erstellt|erzeugt|generiert|generated|created|made|generada?|creada?|générée?|créée?|gegenereerd|gemaakt)
    \ (?:mit(?:\ hilfe\ von)?|von|durch|by|with|using|con|por|avec|par|met|door)
    \ (?:KI|AI|IA|künstlicher\ intelligenz|artificial\ intelligence|midjourney|dall[-·]?e|chatgpt|firefly)\b
  | (?:AI|KI)[ -]?(?:generated|generiert)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the slash behind which a photographer stands: "/ Jane Doe"; not the "/boats/jane" of a path, nor "/ 7 pm".
SLASHED = deferred(r"/\s+(?=[^\W\d_]\S*\s)")

# Matches a domain alone: "n-tv.de"; not "U.S.", nor "e.g", nor files: "notes.txt", "Module.pm".
DOMAIN = deferred(
    r"(?:[^\W_][a-zß-ÿ\d-]{1,39}\.){1,3}"
    r"(?!(?:txt|pdf|html?|jpe?g|png|gif|icc|zip|xml|json|csv|docx?|p[my])\b)[a-z]{2,7}"
)

# Matches a user of a picture agency: "filmfoto", "anna_k7"; not "is a".
USER_NAME = deferred(r"[a-z][\w-]{3,20}")

# Matches the number in a name: "20th Century Fox"; not "30 euros".
ORDINAL = deferred(r"\d{1,3}(?:st|nd|rd|th)")

# Matches the year of a credit: "2024"; not "1850".
YEAR = deferred(r"(?:19|20)\d{2}")

# Matches what joins the parts of a credit: "/", " via ", " | ", ", ", the hyphen of "Doe-Imagn Images"; not the space
# between two names.
JOINT = deferred(
    r"""
    (?<!\s)\s*
    (?: [/／|,;•·＝—] | \s[-–]\s | -(?=(?:imagn\ images|usa\ today\ sports)\b)
      | \b(?:via|for|von|durch|and|und|et|y|on(?=\ (?:unsplash|pexels|pixabay|flickr)))\b )
    \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a joint that is hardly found in anything but credits; not a comma.
FIRM_JOINT = deferred(
    r"\S\s?[/／|]\s?\S|\w—\w|\bvia\b|\w-(?:imagn images|usa today sports)\b|\w [-–] stock\.adobe\.com", re.IGNORECASE
)

FIRM_MARKS = ("/", "／", "|", "via", "—", "-imagn", "-usa today", "stock.adobe")
"""One of these stands in everything that `FIRM_JOINT` matches."""

# Matches an agency or a site with a name behind it: "AFP: Jane Doe"; not "Note: Jane Doe" (see `_is_bracketed`).
SUPPLIER = deferred(r"(?P<supplier>[^:()]{2,30}):\s?(?P<names>[^:()]{3,60})")

# Matches whose picture a bracket says that it is: "HT Photo", "NZH file photo"; not "No photo".
HOUSE_PHOTO = deferred(r"[A-Z]{2,5} (?:[Ff]ile )?(?:[Pp]hoto|PHOTO)")

# Matches a name and an agency in brackets: "Jane Doe (AFP)", "dpa (Archiv)".
BRACKETED_AGENCY = deferred(r"(?P<names>[^()]{2,60}) \((?P<agency>[^()]{2,30})\)")

# Matches a second label within a credit: "; source images: ", " / Source: "; not "The source: ".
LABEL_INSIDE = deferred(r"(?<=[;/])\s?(?:sources?|source\s(?:images?|photos?)|images?|photos?)\s?:\s", re.IGNORECASE)

# Matches where printed books had a picture: "[Illustration: The ferry at night.]"; not "[Illustration by Jane Doe]".
IN_BOOK = deferred(r"\[Illustration(?:\s?:.*)?\]")

# Matches the day of a picture beside its photographer: "3.jan.24"; not "3.5".
DAY = deferred(r"\d{1,2}\.[a-z]{3}\.\d{2,4}|\d{1,2}\.\d{1,2}\.\d{2,4}")

# Matches a word that ends a sentence: "Monday."; not "Prof.", nor "U.S.".
ENDED = deferred(r"[^\W\d_]{5}\.")

# Matches an agency that names are joined to, at the end of a line: "/AFP", " via Getty Images"; not "(AFP)", nor "/ap".
AGENCY_AT_END = deferred(
    r"(?:/\s?|\bvia\s)(?:AP|AFP|AAP|EPA|EFE|dpa|DPA|PA|APA|ANSA|ANP|NTB|TT|PTI|Reuters|REUTERS|Getty(?: Images)?"
    r"|Bloomberg|Xinhua|ТАСС|Sputnik|Anadolu|Keystone|Europa Press|Shutterstock|IMAGO|imago|Alamy|NurPhoto)$"
)

# Matches one word of a name or an outlet: "O'Neill", "Blaulicht-News.de", "@handle", "BERTRAND", "R."; not "Doe,".
NAME_TOKEN = deferred(r"@?[\w&+][\w.&'’´`+-]*|[(«„“\"'][\w.&'’-]+|[\w.&'’-]{1,40}[)»“”\"']|[&+–-]")

SMALL = frozenset(
    {
        "of", "the", "for", "and", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le",
        "les", "el", "los", "las", "van", "von", "der", "den", "ter", "ten", "bin", "al", "y", "e", "et", "und",
        "og", "och", "i", "des", "zu", "af", "at", "by", "wa",
    }
)  # fmt: skip
"""Small words that stand inside names of people and outlets."""

# Matches the bullet of a list; the dash of "- Getty Images" behind a caption looks the same (see `is_credit`).
BULLET = deferred(r"[-*•·]\s")

# Matches an e-mail address or a domain in a credit; not "U.S.".
ADDRESS = deferred(r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+", re.IGNORECASE)

# Matches what makes a line a rights notice of a whole site; not a photographer's ©.
SITE_RIGHTS = deferred(r"\b(?:all\ rights\ reserved|inc\.?|llc|ltd\.?|company|corporation|gmbh)(?:\W|$)", re.IGNORECASE)

# Matches the end of a sentence with another behind it: "at noon. They"; not "J. Doe".
SENTENCE_INSIDE = deferred(r"\w{3}[.!?]\s")

# Matches the stop behind a credit: "Jane Doe."; not the one of "Jr.".
LAST_STOP = deferred(r"[^\W\d_]{3}\.\Z")

OPENING = ("(", "[", "（")
CLOSING = (")", "]", "）")

BARS = " \t|•·–—-"
"""What parts a credit from its caption and belongs to neither."""

COMMON_WORDS = frozenset(
    {
        "file", "private", "staff", "stock", "archive", "archives", "provided", "reporter", "collection", "image",
        "images", "picture", "pictures", "photo", "photos", "illustration", "wire", "agency", "agencies", "x",
    }
)  # fmt: skip
"""What fills a credit behind names, and alone on its line may be anything."""

MAX_CREDIT = 150
"""Characters; a longer line says more than who took a picture."""
MAX_BARS = 10
MAX_LABEL = 30
MAX_PHRASE = 60
"""Characters behind the label of a credit in brackets that is not made of names."""
MAX_NAME_TOKENS = 7
MAX_LABELLED_PARTS = 6


def is_credit(text: str) -> bool:
    """Whether a text is a photo credit and nothing else.

    It is one where it has a label ("Photo:", "Courtesy of", "©") and names behind it, where it is the name of a picture
    agency, or where names and at least one agency are joined as only credits join them ("/", "|", "via").

    >>> [is_credit(t) for t in ("Photo: Jane Doe", "Jane Doe/Pool/AFP via Getty Images", "Getty Images", "© Jane Doe")]
    [True, True, True, True]
    >>> [is_credit(t) for t in ("Jane Doe", "Reuters", "Credit cards are accepted", "Jane Doe told Reuters.")]
    [False, False, False, False]
    """
    if len(text) > MAX_CREDIT + MAX_BARS:
        return False
    if IN_BOOK.fullmatch(text):
        return False
    bullet = BULLET.match(text)
    # The stop was the caption's.
    text = text.strip(BARS).removeprefix(". ")
    if not 0 < len(text) <= MAX_CREDIT:
        return False
    inner = _without_brackets(text)
    if slash := SLASHED.match(inner):
        return is_names(inner[slash.end() :])
    lowered = inner.casefold()
    label = LABEL.match(inner) if any(mark in lowered for mark in LABEL_MARKS) else None
    if label and not bullet:
        value = inner[label.end() :]
        return _is_labelled(inner, value) or (inner[0] not in OPENING and text[0] in OPENING and _is_one_phrase(value))
    return (inner is not text and _is_bracketed(inner)) or _is_sourced(inner)


def is_agency_alone(text: str) -> bool:
    """Whether a text is the name of an agency or a platform alone, or in brackets, behind a name or a source's label.

    Alone on its line that may be a byline or the end of an agency's report.

    >>> [is_agency_alone(text) for text in ("Reuters", "(AFP)", "Jane Doe (EFE)", "Source: AAP", "Jane Doe")]
    [True, True, True, True, False]
    """
    inner = _without_brackets(text.strip(BARS))
    source = SOURCE_LABEL.match(inner)
    value = inner[source.end() :] if source else inner
    behind = BRACKETED_AGENCY.fullmatch(value)
    agency = behind.group("agency") if behind else value
    known = _is_agency(agency) or agency.casefold() in (FILLERS | PLATFORMS) - COMMON_WORDS
    return known and (behind is None or is_names(behind.group("names")))


def _is_sourced(text: str) -> bool:
    """Whether a text without a photo's label is a credit; behind a source's label only agencies are."""
    source = SOURCE_LABEL.match(text)
    named = text[source.end() :] if source else text
    return (not source or any(map(_is_agency, _parts(named)))) and _is_bare(named)


def _is_bracketed(inner: str) -> bool:
    """Whether what a bracket holds are names and where they work: "Jane Doe/Harbour Live", "AFP: Jane Doe"."""
    inner = inner.removeprefix("File: ")
    if HOUSE_PHOTO.fullmatch(inner):
        return True
    supplied = SUPPLIER.fullmatch(inner)
    if supplied:
        supplier = supplied.group("supplier")
        known = _is_agency(supplier) or supplier.casefold() in FILLERS | PLATFORMS or supplier.endswith(" News")
        return known and is_names(supplied.group("names"))
    parts = _parts(inner)
    if not 2 <= len(parts) <= MAX_LABELLED_PARTS or not _all_told(parts):
        return False
    return any(map(_is_agency, parts)) or (FIRM_JOINT.search(inner) is not None and any(" " in part for part in parts))


def credit_lines(lines: Sequence[str]) -> int:
    """Count the lines at the beginning of `lines` that one credit fills: a label may stand above its names.

    >>> credit_lines(["Photo: Jane Doe", "It rained."]), credit_lines(["(Image:", "Harbour Live)", "It rained."])
    (1, 2)
    >>> credit_lines(["It rained.", "Photo: Jane Doe"]), credit_lines(["Image:", "It rained."])
    (0, 0)
    """
    if lines and is_credit(lines[0]):
        return 1
    if len(lines) < 2 or len(lines[0]) > MAX_LABEL or not LABEL.fullmatch(lines[0].lstrip("([（").strip()):
        return 0
    return 2 if len(lines[1]) <= MAX_CREDIT and is_names(_without_brackets(lines[1])) else 0


def is_names(text: str) -> bool:
    """Whether a text is made of names of people and outlets alone, as a credit without agency and label is.

    >>> is_names("Tara Lee for Harbour News"), is_names("Tara said so")
    (True, False)
    """
    return _all_told(_parts(text))


def _is_labelled(whole: str, value: str) -> bool:
    """Whether what follows a label is made of names; a rights notice of a site is no credit."""
    if whole.lstrip().startswith(("©", "(c)", "(C)", "Copyright")) and SITE_RIGHTS.search(whole):
        return False
    named = LABEL_INSIDE.sub(" ", ADDRESS.sub("", value)).strip(" ()")
    behind = BRACKETED_AGENCY.fullmatch(named + ")" * (named.count("(") - named.count(")")))
    named = behind.group("names") if behind and is_names(behind.group("agency")) else named
    named = named.replace(":", "/") if SUPPLIER.fullmatch(named) else named
    told = not named or DRAWN_BY_MACHINE.match(named) or DOMAIN.fullmatch(named) or _all_told(_parts(named))
    return bool(value.strip() and told)


def _is_one_phrase(value: str) -> bool:
    """Whether what a bracket holds behind its label says no sentence: "abc News", "made with a generator"."""
    return 0 < len(value.strip()) <= MAX_PHRASE and not SENTENCE_INSIDE.search(value)


def _is_bare(text: str) -> bool:
    """Whether a text without a label is a credit by its agencies and joints."""
    text = text.rstrip(".")
    folded = text.casefold()
    if folded in LONE_CREDITS or SERVICE.fullmatch(text) or _is_east_asian(text):
        return True
    if folded.startswith(("via ", "/")) and _is_agency(text[1:] if text[0] == "/" else text[4:]):
        return True
    if folded.startswith("via ") and folded[4:] in PLATFORMS:
        return True
    behind = BRACKETED_AGENCY.fullmatch(text)
    if behind and behind.group("agency").casefold() in PICTURE_AGENCIES:
        return is_names(behind.group("names"))
    return any(mark in folded for mark in FIRM_MARKS) and FIRM_JOINT.search(text) is not None and _are_joined(text)


def _are_joined(text: str) -> bool:
    """Whether names are joined with an agency, a site or a user's handle."""
    parts = _parts(text)
    # Sites between bars are a list.
    site = "/" in text and any(map(DOMAIN.fullmatch, parts))
    # A platform is a source only behind the one whose picture it is: "Harbour Live/Facebook".
    shared = (
        "/" in text
        and len(parts) == 2
        and parts[1].casefold() in PLATFORMS
        and parts[0].casefold() not in PLATFORMS | FILLERS
    )
    sourced = site or shared or any(_is_agency(part) or part.startswith("@") for part in parts)
    return 2 <= len(parts) <= MAX_LABELLED_PARTS and sourced and _all_told(parts)


def _is_east_asian(text: str) -> bool:
    """Whether a text is a credit as East Asia prints them: "AFP時事", "연합뉴스 제공"."""
    return not text.isascii() and bool(EAST_ASIAN_PAIR.fullmatch(text) or EAST_ASIAN_GIVER.fullmatch(text))


def _parts(text: str) -> list[str]:
    # Behind a comma and a space the joint is not seen again.
    pieces = (piece.strip(" .,").removeprefix("via ") for piece in JOINT.split(text.strip(" .:")))
    return [piece for piece in pieces if piece]


def _all_told(parts: list[str]) -> bool:
    """Whether every part is one of a credit's; one may be the user name that stands beside a picture agency."""
    strange = [part for part in parts if not _is_part(part)]
    user = (
        len(strange) == 1 and USER_NAME.fullmatch(strange[0]) and any(p.casefold() in PICTURE_AGENCIES for p in parts)
    )
    if not 0 < len(parts) <= MAX_LABELLED_PARTS or all(map(YEAR.fullmatch, parts)):
        return False
    return not strange or bool(user)


def _is_part(part: str) -> bool:
    """Whether a part of a credit is an agency, a name, or a word such as "Handout"."""
    if _is_agency(part) or part.casefold() in FILLERS | PLATFORMS or YEAR.fullmatch(part) or DAY.fullmatch(part):
        return True
    tokens = part.split()
    if not tokens or len(tokens) > MAX_NAME_TOKENS or not all(map(NAME_TOKEN.fullmatch, tokens)):
        return False
    if any(map(ENDED.search, tokens[:-1])):
        return False
    capital = [_begins_large(token) for token in tokens]
    small = [token for token, large in zip(tokens, capital, strict=True) if not large]
    return any(capital) and all(
        token in SMALL or token in FILLERS or "." in token or ORDINAL.fullmatch(token) for token in small
    )


def _is_agency(part: str) -> bool:
    return part in NEWS_AGENCIES or part.casefold() in PICTURE_AGENCIES or SERVICE.fullmatch(part) is not None


def _begins_large(token: str) -> bool:
    """Whether a word begins with a capital, or is written in a script that has none."""
    # "iFixit" and "eBay" are names as well.
    letters = [character for character in token[:3] if character.isalpha()]
    return any(not letter.islower() for letter in letters) or token.startswith("@")


def credit_text(text: str) -> str:
    """Give a credit's names as printed, without its brackets, bars and label; "AP Photo/" belongs to the names.

    >>> credit_text("(Picture: Jane Doe/PA)"), credit_text("| © Jane Doe"), credit_text("(AP Photo/Jane Doe)")
    ('Jane Doe/PA', 'Jane Doe', 'AP Photo/Jane Doe')
    """
    bare = _without_brackets(text.strip(BARS)).strip(BARS)
    label = LABEL.match(bare)
    named = bare[label.end() :].strip() if label and not bare[: label.end()].endswith("/") else bare
    named = named if LAST_STOP.search(named) is None else named[:-1]
    half = len(named) // 2
    # Some sites print every credit twice.
    twice = len(named) > 8 and named[:half] == named[half + 1 :] and named[half] == " "
    return (named[:half] if twice else named) or bare


def _without_brackets(text: str) -> str:
    """Take the brackets off; the half of a pair too, whose other half stands on another line."""
    bare = text.rstrip(".")
    opened, closed = bare[:1] in OPENING, bare[-1:] in CLOSING
    if opened and (closed or not any(mark in bare for mark in CLOSING)):
        return bare[1:-1].strip() if closed else bare[1:].strip()
    return bare[:-1].strip() if closed and not any(mark in bare for mark in OPENING) else text
