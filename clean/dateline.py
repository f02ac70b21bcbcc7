"""Where and when an article says it was filed: "PARIS, March 3 (AP) —"."""

import re
from typing import NamedTuple

from clean.patterns import deferred
from clean.words.lexicon import Casing, english_casing
from clean.words.names import author_names
from models import Dateline

OPENING_LINES = 6
"""Lines that hold something within which an article opens: headline, byline and date may stand before the dateline."""

LONGEST = 120
"""Characters; no dateline is longer."""

# Matches the months in full and as news copy shortens them.
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)

# Matches "September 2", "Sept. 2, 2025", "2 September 2025", "03 March"; not "Tuesday", not a bare year.
DATE = (
    rf"(?:{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH}(?:,?\s(?:19|20)\d\d)?)"
)

# Matches "Beijing", "NEW DELHI", "St. Petersburg", "L’Aquila", "Rio de Janeiro"; not a small word at its beginning.
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
CAPITALISED = rf"{CAPITAL}[\w'’.-]*"
PARTICLE = r"(?:de|del|da|do|di|la|le|el|al|am|an|der|the|of|and|upon|sur|on)"
NAME = rf"{CAPITALISED}(?:\s(?:{PARTICLE}\s){{0,2}}{CAPITALISED}){{0,3}}"

# Matches "Beijing", "PORTLAND, Ore.", "Kyiv, Ukraine", "LONDON/PARIS"; not a list of three places.
PLACE = rf"{NAME}(?:/{NAME})?(?:,\s{NAME})?"

# Matches "(Reuters)", "(AP)", "[AFP]", "(IANS/ANI)", "/PRNewswire/"; not "(see below)", nor the slash of "and/or".
AGENCY = (
    r"(?:[(\[]|/(?=(?:PRNewswire|Newswire|CNW|PR Newswire)\b))(?:The\s)?"
    r"(?P<{}>[A-Za-z][\w.&'’/-]*?(?:\s[A-Z][\w.&'’/-]*?){{0,3}})[)\]/]"
)

# Matches a dash, two hyphens, a hyphen between spaces, the ".-" behind an agency, or the ".—" behind a date in old
# papers; not the hyphen of "Baden-Baden".
DASH = r"(?P<dash>\s?[—―–]\s?|\s?--\s?|\s-(?:\s|\Z)|(?<=[)\]])\.?-\s?|(?<=\d)\.\s?[—―–]\s?)"

# A quick look whether there may be one. Matches "—", "--", " - "; not the hyphen of "Baden-Baden".
ANY_DASH = deferred(r"[—―–]|--|\s-(?:\s|\Z)|[)\]]\.?-")

# A dateline and its dash at the beginning of a line. Matches "Beijing, September 2 —", "PARIS (AP) —", "GENEVA —",
# "(Reuters) -"; not the beginning of "The talks — held in Oslo — ended", where nothing says that a place stands there.
DATELINE = deferred(
    rf"""
    (?:
        (?P<dated>{PLACE}),?\s[(\[]?(?P<date>{DATE})[)\]]?(?:,?\s{AGENCY.format("agency_of_dated")})?
      | (?P<signed>{PLACE}),?\s{AGENCY.format("agency_of_signed")}(?:,?\s(?P<date_of_signed>{DATE}))?
      | (?P<capitals>[A-Z][A-Z'’.-]{{2,}}(?:\s[A-Z][A-Z'’.-]+){{0,3}}(?:,\s{NAME})?)
      | {AGENCY.format("agency_alone")}
    )
    {DASH}(?=["“‘'«(]?[^\W\d_]|\Z)
    """,
    re.VERBOSE,
)

# What stands on the line of a dateline before its capitals. Matches "Ana Reis " of "Ana Reis LISBON, March 3 —" and
# "By Ana Reis, Staff Writer " before "EL PASO, Texas"; not "Port " before "MORESBY", "Hong Kong " before "SAR", nor the
# city of "Addis Ababa, ETHIOPIA".
BEFORE_CAPITALS = deferred(
    rf"""
    (?P<byline>(?:(?!{CAPITAL}{{2}})[^\W\d_][\w'’.-]*(?:,|\s[|·•–—-])?\s){{2,8}}?)(?<!,\s)
    (?={CAPITAL}(?:{CAPITAL}|['’.-]){{3,}}(?!\w)|{CAPITAL}{{2,3}}\.?\s{CAPITAL}{{2}})
    """,
    re.VERBOSE,
)

# Matches "COLUMBUS, Ohio": a city and what it lies in; not "COLUMBUS".
IN_A_LAND = deferred(r"[^,]+,\s\w")

# Matches words that begin a date, a note about the article, a letter or the scene of a film, not a place; not
# "Sunderland".
NO_PLACE = deferred(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:SIRS?|MADAM|EDITOR|INT\.|EXT\.)(?=\s|\Z)"
    r"|(?:On|In|By|At|From|Since|Until|Till|Last|Next|This|The|As|For|Before"
    rf"|After|Updated?|Posted|Published|Created|Modified|Issued|Release[ds]?|Date|{MONTH})(?:\s|,|\Z)"
)

AGENCY_SIGNS = """
AA AAP ADN AFP Agerpres ANA ANI ANP ANSA ANTARA Antara AP APA APP ATS Axios BBC Belga Bernama Bloomberg BNS
BSS CMC CNA CNN CNS CP CTK dpa DPA EFE ENS Fars FENA GNA HINA IANS INA Interfax IPS IRNA ISNA ITAR-TASS JTA
KCNA KNA KUNA Kyodo LETA Lusa MAP Mehr MENA MTI NAN NHK NNN NTB PA PANA PAP Petra PNA PTI QNA Reuters RFE/RL
RIA Ritzau RNS SANA SAPA SDA SPA STA STT TANJUG TAP TASR TASS Tass Tasnim TNA TT UNB UNI UPI Ukrinform VNA VOA
WAFA WAM Xinhua Yonhap ZUMA
"""

AGENCIES = frozenset(AGENCY_SIGNS.split()) | {
    "Agence France-Presse",
    "Associated Press",
    "Canadian Press",
    "Press Association",
    "Thomson Reuters",
}
"""News agencies as datelines sign them, a leading "The" left out."""


class FoundDateline(NamedTuple):
    """A dateline, the agency it names, and where it stands, in character offsets.

    `dateline` is null when only an agency opens the article: "(Reuters) - Shares". `start` to `end` holds all of it
    with its dash, `dash_start` to `end` the dash and the spaces around it.
    """

    dateline: Dateline | None
    agency: str | None
    start: int
    dash_start: int
    end: int


def find_dateline(text: str) -> FoundDateline | None:
    """Find the dateline an article opens with; None when there is none.

    A place by its looks is not enough: a date, an agency or capitals that are the name of something must say so.

    >>> find_dateline("Lisbon, March 3 — The ferry was late.").dateline
    Dateline(place='Lisbon', date_text='March 3')
    >>> find_dateline("PORTLAND, Ore. (AP) — The ferry was late.").agency
    'AP'
    >>> find_dateline("Ana Reis PORTLAND, Ore. — The ferry was late.").dateline
    Dateline(place='PORTLAND, Ore.', date_text=None)
    >>> find_dateline("The ferry — late again — came at nine.") is None
    True
    """
    at = seen = 0
    while seen < OPENING_LINES and at < len(text):
        end = text.find("\n", at, at + LONGEST)
        line = text[at : end if end >= 0 else at + LONGEST]
        indent = len(line) - len(line.lstrip())
        if ANY_DASH.search(line) and (found := _dateline_on(line[indent:], at + indent)):
            return found
        seen += bool(line.strip())
        following = text.find("\n", at)
        at = following + 1 if following >= 0 else len(text)
    return None


def _dateline_on(line: str, offset: int) -> FoundDateline | None:
    """Read the dateline a line begins with, or one in capitals behind the names of its authors.

    Behind a name without "By" a place alone may be the surname ("Ana María REIS —"): its land must be told too.
    """
    before = BEFORE_CAPITALS.match(line)
    if not before:
        return _dateline_at(line, offset)
    byline = before["byline"]
    found = _dateline_at(line[len(byline) :], offset + len(byline)) if author_names(byline) else None
    if not found or not found.dateline:
        return None
    is_told = found.agency or found.dateline.date_text or byline.startswith("By ")
    return found if is_told or IN_A_LAND.match(found.dateline.place) else None


def _dateline_at(line: str, offset: int) -> FoundDateline | None:
    """Read the dateline a line begins with."""
    match = DATELINE.match(line)
    if not match:
        return None
    parts = match.groupdict()
    agency = parts["agency_of_dated"] or parts["agency_of_signed"] or parts["agency_alone"]
    place = parts["dated"] or parts["signed"] or parts["capitals"]
    if not _credible(parts, place, agency) or not _is_whole(match):
        return None
    date = parts["date"] or parts["date_of_signed"]
    return FoundDateline(
        dateline=Dateline(place=place.rstrip(","), date_text=date) if place else None,
        agency=agency,
        start=offset,
        dash_start=offset + match.start("dash"),
        end=offset + match.end(),
    )


def _is_whole(match: re.Match[str]) -> bool:
    """Say whether each bracket is closed before the dash, and a sentence begins behind the dash of a place alone."""
    before = match.string[: match.start("dash")]
    if before.count("(") != before.count(")"):
        return False
    following = match.string[match.end() : match.end() + 2].lstrip("\"“‘'«(")
    return match["capitals"] is None or not following[:1].islower()


def _credible(parts: dict[str, str | None], place: str | None, agency: str | None) -> bool:
    """Say whether what looks like a dateline is one."""
    if place is None:
        return _is_agency(agency)
    if NO_PLACE.match(place):
        return False
    if parts["dated"]:
        return " " in place or english_casing(place) is not Casing.LOWER
    if parts["signed"]:
        return _is_agency(agency) or (place.split(",")[0].isupper() and agency is not None and agency.isupper())
    return all(english_casing(word) in {Casing.CAPITALISED, Casing.EITHER} for word in place.split(",")[0].split()[-1:])


def _is_agency(sign: str | None) -> bool:
    """Whether a sign is an agency's or that of one of its services: "dpa", "dpa/tmn"."""
    return sign is not None and (sign in AGENCIES or sign.split("/")[0] in AGENCIES)
