"""Letters that OCR took for others, lost, or saw where there are none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from clean.misread.lookalikes import lookalikes, undone
from clean.misread.marks import bangs, bars, contractions, stops, stray_quotes
from clean.misread.suspects import PROVEN, Misreading, certain
from clean.misread.words import Words, unknown_forms
from clean.patterns import deferred
from clean.words.lexicon import Lexicon, lexicon
from clean.words.tokens import is_protected, language_test, line_at
from models import Document, Edit

LANGUAGE = "en"

# Matches "governrnent", "G20", "0ctober"; not the hyphen of "re-run", not "a_b" as one.
TOKEN = deferred(r"[^\W_]+")

# Matches an acronym of three characters or more in which l, 1, 0 or | stands for a capital: "GGl", "C0P", "1MF"; not
# "GGI", not "Al", not "PCs", not "B12", not "COVID19", not "A1".
MISREAD_ACRONYM = deferred(
    r"(?<![\w|])(?=[A-Z0-9l|]{3})(?:[A-Z]+[l|][A-Zl|]*|[A-Z]+[01][A-Z][A-Z01l|]*|[l|1][A-Z]{2,})(?![\w|])"
)

# An element that ends in l: "HCl", "NaCl"; not "GGl".
CHEMICAL = deferred(r"[ACT]l")

# A definition in brackets: "Global Governance Initiative (GGI)", "(GGI, for short)"; not "(see GGI)".
DEFINED = r"\({}[),; ]"

AS_CAPITAL = str.maketrans({"l": "I", "1": "I", "|": "I", "0": "O"})

# What OCR reads, and what stands on the page. Both ways where both are seen.
CONFUSIONS = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("vv", "w"), ("l", "i"), ("i", "l"), ("1", "l"), ("1", "i"), ("0", "o"),
)  # fmt: skip

LEAST_LETTERS = 5
COMMON = 12.5
"""Cost up to which a word of the lexicon is proven by standing in the document once."""
TIMES = 3
"""How many times as often a name, or an acronym read with a digit, must stand in the document as what it may have been
misread as."""


def ocr_confusions(document: Document) -> Iterator[Edit]:
    """Correct what OCR misread, where the document proves it or the odds are overwhelming.

    An acronym with an l, a 1 or a 0 in it ("GGl") becomes what the document has in capitals, defined in brackets or at
    least as often ("GGI"). A word that no lexicon knows becomes a common one, or a frequent name, that stands in the
    document and differs by nothing but letters that look alike ("governrnent", "government").

    A document that shows in several places that OCR has damaged it has more repaired: words that lost a letter or had
    one taken for another ("fnancial", "govemment", "tbe"), letters in a year ("in l974"), a quotation mark where a line
    begins ("‘The") and no quotation ends, a bar for an "I", a "T" for one with an apostrophe ("Td have"), a comma for a
    full stop before a word that has no capital of its own.

    Left alone on purpose: names and acronyms that the document does not prove; words that exist ("modem"), unless
    nothing else fits; other numbers; every slip of the writer's in a text that OCR has not damaged.

    >>> from models import Document
    >>> text = "The Global Grain Initiative (GGI) met in May. The GGl has forty members."
    >>> [(edit.before, edit.after) for edit in ocr_confusions(Document(text=text))]
    [('GGl', 'GGI')]
    """
    english = lexicon(LANGUAGE)
    if english is None:
        return
    unknown = unknown_forms(document.text, english)
    proven = [*_acronyms(document, english), *_proven_words(document, unknown, english)]
    suspects = [*proven, *_suspects(document, unknown, proven, english)]
    if suspects:
        is_english = language_test(document.text, LANGUAGE)
        for suspect, odds in certain(suspects, document.text):
            if is_english(line_at(document.text, suspect.start)):
                yield suspect.edit("ocr_confusions", odds)


def _suspects(
    document: Document, unknown: set[str], proven: Sequence[Misreading], english: Lexicon
) -> Sequence[Misreading]:
    """Find what may have been misread in a document that OCR may have damaged; nothing in any other."""
    text = document.text
    strays = stray_quotes(text)
    words = Words(document, english)
    alike = [*lookalikes(document, english), *contractions(text, words)]
    signs = [*proven, *alike, *words.signs(unknown), *bars(text, words), *words.stray(strays)]
    if not certain(signs, text):
        return ()
    return [
        *alike,
        *bars(text, words),
        *bangs(text, words),
        *stops(text, strays, english),
        *words.acronyms(),
        *words.misread(strays),
    ]


def _acronyms(document: Document, english: Lexicon) -> Iterator[Misreading]:
    """Find misread acronyms."""
    text = document.text
    found = list(MISREAD_ACRONYM.finditer(text))
    if not found:
        return
    counts = Counter(TOKEN.findall(text))
    for match in found:
        wrong, right = match.group(), match.group().translate(AS_CAPITAL)
        if _is_word(wrong, english):
            continue
        times = TIMES if any(map(str.isdigit, wrong)) else 1
        enough = counts[right] >= counts[wrong] * times and not CHEMICAL.search(wrong)
        proven = counts[right] and (enough or _is_defined(right, text))
        if proven and not is_protected(document, match.start(), match.end()):
            yield _proven(match.start(), wrong, right, counts)


def _is_word(token: str, english: Lexicon) -> bool:
    """Tell whether what looks like a misread acronym is a word: "All", "Ill"."""
    form = token.lower()
    return form in english and (sum(map(str.isupper, token)) == 1 or english.is_listed(form))


def _is_defined(acronym: str, text: str) -> bool:
    return bool(re.search(DEFINED.format(re.escape(acronym)), text))


def _proven_words(document: Document, unknown: set[str], english: Lexicon) -> Iterator[Misreading]:
    """Find misread words and names that the document has right."""
    text = document.text
    lowered = text.lower()
    alike = {form: [right for right in _readings(form) if right in lowered] for form in unknown}
    if not any(alike.values()):
        return
    forms = set(TOKEN.findall(lowered))
    suspects = {form: found for form, rights in alike.items() if (found := [r for r in rights if r in forms])}
    if not suspects:
        return
    counts = Counter(TOKEN.findall(text))
    for match in TOKEN.finditer(text):
        rights = suspects.get(match.group().lower(), [])
        if rights and not is_protected(document, match.start(), match.end()):
            yield from _proven_at(match, rights, counts, english)


def _proven_at(
    match: re.Match[str], rights: Sequence[str], counts: Counter[str], english: Lexicon
) -> Iterator[Misreading]:
    wrong = match.group()
    proven = {right for form in rights if (right := _as_written(wrong, form, counts, english))}
    if len(proven) == 1 and not english.is_word_elsewhere(wrong.lower()):
        yield _proven(match.start(), wrong, proven.pop(), counts)


def _readings(form: str) -> Iterator[str]:
    """Give what a form may have been: every confusion undone at one place, and at all; nothing for a short one."""
    for read, meant in CONFUSIONS if len(form) >= LEAST_LETTERS else ():
        yield from undone(form, read, meant)


def _as_written(wrong: str, right: str, counts: Counter[str], english: Lexicon) -> str | None:
    """Give the right form as it is to be written, if the document proves it."""
    cost = english.cost(right)
    if wrong.islower() and counts[right] and cost is not None and cost <= COMMON:
        return right
    name = right[0].upper() + right[1:]
    if wrong[0] in name[0] + name[0].lower() + "1I" and counts[name] >= TIMES * counts[wrong]:
        return name if not wrong.isupper() and wrong[1:] == wrong[1:].lower() else None
    return None


def _proven(start: int, wrong: str, right: str, counts: Counter[str]) -> Misreading:
    often = "once" if counts[right] == 1 else f"{counts[right]} times"
    return Misreading(start, wrong, right, PROVEN, evidence=f"“{right}” stands in the document {often}")
