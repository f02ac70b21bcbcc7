"""Names of people, and the list of authors in a byline."""

import re

from clean.patterns import deferred

# Matches one word of a name: "O'Neill", "Jean-Luc", "J.", "李娜", "DOE", and small ones ("von"); not "2024".
NAME_WORD = deferred(r"(?:[^\W\d_][\w'’.-]*)")

PARTICLES = frozenset(
    {
        "af", "al", "ap", "ben", "bin", "bint", "binti", "d", "da", "dal", "das", "de", "degli", "dei", "del",
        "della", "dello", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "les",
        "lo", "los", "of", "st", "ter", "ten", "te", "und", "van", "vom", "von", "vander", "y", "z", "zu",
        "zum", "zur",
    }
)  # fmt: skip
"""Small words that stand in names in lower case."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "obe", "mbe", "dds", "rn"})
"""What stands behind a name, without its stops."""

WEEKDAYS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
"""No name holds one; months do (Jan, April, May)."""

DAYS_AND_MONTHS = (
    *sorted(WEEKDAYS), "january", "february", "september", "october", "november", "december",
)  # fmt: skip
"""Weekdays, and the months that no name holds either."""

ROLES = frozenset(
    {
        "admin", "administrator", "analyst", "anchor", "archive", "archives", "assistant", "associate",
        "author", "blogger", "bureau", "business", "ceo", "chief", "columnist", "community", "content",
        "contributing", "contributor", "contributors", "copy", "correspondent", "correspondents", "creator",
        "critic", "deputy", "desk", "digital", "director", "economics", "editor", "educator", "expert",
        "editorial", "editors", "education", "entertainment", "environment", "europe", "executive", "features",
        "fellow", "foreign", "founder", "freelance", "freelancer", "global", "guest", "head", "health", "host",
        "intern", "investigations", "investigative", "journalist", "journalists", "manager", "managing",
        "marketing", "member", "newsroom", "online", "opinion", "photographer", "photojournalist", "political",
        "politics", "president", "producer", "producers", "professor", "redaktion", "redaktör", "redacción",
        "rédaction", "redazione", "redactie", "reporter", "reporters", "reporting", "researcher", "royal",
        "science", "senior", "showbiz", "social", "special", "specialist", "sport", "sports", "staff",
        "staffer", "strategist", "team", "technology", "travel", "updated", "published", "videographer",
        "wires", "world", "writer", "writers", "writing",
    }
)  # fmt: skip
"""Words that make a piece of a byline a job or a department."""

NOT_NAMES = frozenset(
    {
        "the", "a", "an", "and", "or", "but", "by", "with", "from", "in", "on", "at", "for", "to", "this",
        "that", "these", "those", "our", "your", "my", "his", "her", "its", "their", "all", "more", "most",
        "how", "why", "what", "when", "where", "who", "which", "is", "are", "was", "were", "be", "it", "he",
        "she", "they", "we", "you", "i", "not", "no", "as", "if", "so", "than", "then",
    }
)  # fmt: skip
"""Words no name begins with, in any case."""

AGENCIES = frozenset(
    {
        "aap", "afp", "agence france-presse", "agencies", "agency", "anadolu", "anadolu agency", "ani", "anp",
        "ansa", "ap", "apa", "associated press", "australian associated press", "bbc", "bbc news", "belga",
        "bloomberg", "bloomberg news", "canadian press", "cna", "cnn", "cp", "dpa", "efe", "epa",
        "europa press", "ians", "interfax", "jiji press", "kyodo", "kyodo news", "lusa", "ntb", "pa",
        "pa media", "press association", "press trust of india", "pti", "reuters", "ritzau", "sapa", "sputnik",
        "tass", "the associated press", "the canadian press", "tt", "upi", "xinhua", "xinhua news agency",
        "yonhap", "yonhap news agency",
    }
)  # fmt: skip

OUTLET_END = frozenset(
    {
        "agency", "associates", "chronicle", "courier", "daily", "foundation", "gazette", "group", "guardian",
        "herald", "inc", "institute", "journal", "llc", "ltd", "magazine", "media", "network", "networks",
        "news", "newspaper", "newspapers", "observer", "online", "post", "press", "radio", "review", "service",
        "services", "standard", "star", "studios", "sun", "telegraph", "television", "times", "today",
        "tribune", "tv", "university", "wire",
    }
)  # fmt: skip
"""Last words of the names of newspapers, stations and institutions."""

# Matches what opens a byline: "By ", "Written by: ", "Von "; not "Byron", nor "by" inside a sentence.
BY = deferred(
    r"""
    (?: (?:written|words|story|text|report|reported|review|reviewed|analysis|opinion|column|article)
        \s+ by | by | (?:escrito|texto|publicado) \s+ por | texte | tekst
      | author s? | reporter | von | par | por | di | av | af | door | autor (?:en|in|es)? | auteur s?
      | autore | text | texto | текст | автор ) \b \s* [:：]? \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches what separates one author from the next, or from a job: ", ", " and ", " | "; not the hyphen of "Jean-Luc".
SEPARATOR = deferred(
    r"(?<!\s)\s*(?:[,;|•·/&\t]|\s[-–—]\s|\b(?:and|und|with|mit|och|og|med)\b(?!['’-]))\s*", re.IGNORECASE
)

# Matches the small conjunctions that stand inside names too ("Ortega y Gasset"); not the "y" of "Young".
SMALL_AND = deferred(r"(?<!\s)\s+(?:y|e|et|i|en|ja|ve|и)\s+")

# Matches what follows a name and is none: "for The Port Herald", "in Lisbon", "(Reuters)", an e-mail, a handle.
AFTER_NAME = deferred(
    r"(?:\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<?[\w.+-]{1,64}@[\w.-]+>?|(?<!\w)@\w+"
    r"|\b(?:for|in|at|from|of|para|für|pour)\b.*)"
)

# Matches a name in a script without capitals: "李娜", "구현모"; not the "朝日新聞デジタル" of a newspaper.
EAST_ASIAN_NAME = deferred(r"[\u4e00-\u9fff\uac00-\ud7af]{2,4}")

# Matches an initial, which ends no name: "T." of "Kaufman, Jeff T."; not "Jr.".
INITIAL = deferred(r"[^\W\d_]\.?")

MAX_NAME_WORDS = 6


def is_name(text: str) -> bool:
    """Whether a text reads as one person's full name: two to six words, none of which is a job or a weekday.

    >>> [is_name(text) for text in ("Ana María de la Cruz", "J. R. O’Neill Jr.", "Ngũgĩ wa Thiong'o", "LI NA")]
    [True, True, True, True]
    >>> [is_name(text) for text in ("Staff Writer", "Monday Morning", "The Associated Press", "Porto", "He said")]
    [False, False, False, False, False]
    """
    words = text.split()
    if not 2 <= len(words) <= MAX_NAME_WORDS:
        return False
    return _reads_as_name(words)


def author_names(byline: str) -> tuple[str, ...]:
    """Give the names of the people in a byline, as printed, without "By", agencies, outlets and job titles.

    A single word is taken for a name only where it is the whole byline, or a short one in a script without capitals;
    whatever is not clearly a name is left out.

    >>> author_names("By Jane Doe and João da Silva, Staff Writers")
    ('Jane Doe', 'João da Silva')
    >>> author_names("By JANE DOE and LI NA")
    ('JANE DOE', 'LI NA')
    >>> author_names("Jane Doe, Jr. | Reuters")
    ('Jane Doe, Jr.',)
    >>> author_names("By The Associated Press")
    ()
    """
    names: list[str] = []
    whole = _without_by(byline)
    pieces = [part for piece in SEPARATOR.split(whole) for part in _parted(piece)]
    for nth, piece in enumerate(pieces):
        text = piece.strip() if _is_suffix(piece) else AFTER_NAME.sub("", piece).strip(" .:\u00a0")
        if names and _is_suffix(text):
            names[-1] = f"{names[-1]}, {text}"
        elif is_name(text) and not is_agency(text) and not (nth and _follows_a_name(text, whole)):
            names.append(_with_last_stop(text, piece))
        elif EAST_ASIAN_NAME.fullmatch(text) or (len(pieces) == 1 and _is_mononym(text)):
            names.append(text)
    return tuple(dict.fromkeys(names))


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency.

    >>> is_agency("The Associated Press"), is_agency("Jane Doe")
    (True, False)
    """
    return text.strip().casefold() in AGENCIES


def _without_by(byline: str) -> str:
    text = " ".join(byline.split())
    opening = BY.match(text)
    return text[opening.end() :] if opening else text


def _parted(piece: str) -> list[str]:
    """Part two names at a small "and" where both sides are full names ("Ortega y Gasset" is one)."""
    parts = SMALL_AND.split(piece)
    return parts if len(parts) > 1 and all(is_name(part.strip()) for part in parts) else [piece]


def _reads_as_name(words: list[str]) -> bool:
    lowered = [word.casefold().strip(",") for word in words]
    if lowered[0] in NOT_NAMES or any(word in ROLES or word in WEEKDAYS for word in lowered):
        return False
    if not all(NAME_WORD.fullmatch(word.rstrip(",")) for word in words) or INITIAL.fullmatch(words[-1]):
        return False
    small = [word for word in words if word[0].islower()]
    # Particles differ from land to land ("wa", "ter", "von und zu"): one small word of up to three letters may stand
    # between two capitals.
    inner = all(word.casefold() in PARTICLES or len(word) <= 3 for word in small) and not words[-1][0].islower()
    return inner and len(words) - len(small) >= 2 and not any(word in NOT_NAMES for word in lowered[1:])


def _is_suffix(text: str) -> bool:
    return text.replace(".", "").strip().casefold() in SUFFIXES


def _follows_a_name(text: str, whole: str) -> bool:
    """Whether a later piece of a byline names an outlet or a degree ("Denver Post", "M.D. FACS")."""
    large = text.isupper() and not whole.isupper() and f" and {text}" not in whole
    return text.rsplit(maxsplit=1)[-1].casefold() in OUTLET_END or large


def _is_mononym(text: str) -> bool:
    lowered = text.casefold()
    known = lowered in ROLES or lowered in AGENCIES or lowered in NOT_NAMES or lowered in OUTLET_END | WEEKDAYS
    return (
        NAME_WORD.fullmatch(text) is not None and text[0].isupper() and text.isalpha() and len(text) > 2 and not known
    )


def _with_last_stop(text: str, piece: str) -> str:
    """Give back the stop of "Jr." that was cut with the sentence's punctuation."""
    return f"{text}." if _is_suffix(text.rsplit(maxsplit=1)[-1]) and f"{text}." in piece else text
