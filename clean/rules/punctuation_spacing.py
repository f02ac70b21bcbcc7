"""Spaces that are missing after a mark of punctuation, or stand before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from clean.dateline import find_dateline
from clean.edits import repair
from clean.lines import preformatted_test
from clean.patterns import deferred
from clean.punctuation.glued_times import glued_handles, glued_times
from clean.punctuation.parted_marks import LEAST, MARK_AT_END, SHARE, TELLING, parted_marks
from clean.punctuation.quotation_marks import STRAIGHT, closes
from clean.punctuation.unspaced_marks import MarkRepair, brackets_before, unspaced_marks
from clean.words.language import detect_language, language_of_line
from clean.words.lexicon import lexicon
from models import Document, Edit

RULE = "punctuation_spacing"

# A comma with a space before it. Matches "word ,next", "word , next", "2004 , and"; not " ,5" (a decimal), nor a line
# that begins with a comma.
STRAY_COMMA = deferred(r"(?<=[\w)\]”’\"%]) {1,3},(?=(?P<next>\s|\Z|[^\W\d_]|[\"“‘(]\w))")

# A full stop with a space before it at the end of a sentence. Matches "word .Next one", "word . Next", "word .";
# not " .5", " ...", " .txt", "U.S. .".
STRAY_STOP = deferred(
    r"(?<![^\W\d_])(?P<word>[^\W\d_]{2,40}|\d)(?P<closing>[)\]”’\"]?)(?P<stop> {1,3}\.)"
    r"(?=(?P<next>[A-Z][a-z]+\s)|\s+[\"“‘(]?[A-Z]|\s*(?:\n|\Z))"
)

# A comma or semicolon between two words of at least two letters. Matches "word,next", "word;next"; not "1,000", "a,b",
# "one,two,three".
COMMA = deferred(
    r"(?<![\w.,;/\\@#:=&+-])(?P<left>[^\W\d_]{2,40})(?P<closing>[\"”’)]?)(?P<mark>,|;(?=[a-z]))(?P<right>[\"“‘(]?(?P<word>[^\W\d_]{2,40}))"
    r"(?![\w/\\@#=&+]|[.,;:][^\s\"”])"
)

# Three words with commas and no spaces between them, in a sentence. Matches "in Paris,France,in 1988", "bread,milk,eggs
# and"; not the tags "one,two,three".
COMMAS = deferred(
    r"(?<![\w.,;/\\@#:=&+-])(?P<words>[^\W\d_]{2,40},[^\W\d_]{2,40},(?P<last>[^\W\d_]{2,40}))(?=\s+(?P<next>[^\W_]+))"
)

# A comma between a number and a word, or between a word and "a". Matches "in 2008,and then", "snail,a kind"; not
# "1,a,2", not "a,b".
COMMA_BESIDE_SHORT = deferred(
    r"(?<![\w.,/\\@#:=&+-])(?:\d{1,4},(?P<word>[a-z]{2,40})|(?:[a-z]{2,40}|[A-Z][a-z]{2,40}),a)(?=\s+[^\W_]{2})"
)

# A quick look for the same. Matches ",n", ";n"; not ", n", not ",0".
UNSPACED_COMMA = deferred(r"[,;][\"“‘(]?[^\W\d_]")

# Words in brackets and a word right behind them. Matches "(IEEE)in", "(see above)turbulence"; not "f(x)y", "(s)".
BRACKETS = deferred(
    r"(?<!\S)[\"“‘]?\((?P<inside>[^()|]{2,80})(?P<mark>\))(?P<word>[^\W\d_]{2,40})(?![\w/\\@#=&+'’-]|[.,:]\S)"
)

# A quotation mark between two words. Matches "Eglantine"is", "weekly"Crucero"; not "5"x", "“x”s".
QUOTE = deferred(
    r"(?<![\w./\\@#:=&+])(?P<left>[^\W\d_]{2,40}(?P<stop>[.,!?]?))(?P<mark>[\"“”])(?P<word>[^\W\d_]{2,40})(?![\w/\\@#=&+]|[.:]\S)"
)

# A quick look for the same two. Matches ")t", 'y"C'; not ") t", not ' "C'.
GLUED = deferred(r"\)[a-z]|[\"“”](?<=[\w.,!?].)[^\W\d_]")

# The end of one sentence and the beginning of the next. Matches "there.The man", "there?The man", "there.”The man"; not
# "example.com", "U.S.Senate", "p.m.The", "a.The.b".
STOP = deferred(
    r"(?<![\w.,/\\@#:=&+-])(?P<left>[^\W\d_]{2,40}(?:['’][^\W\d_]{1,2})?)(?P<mark>[.!?][\"”’)]?)"
    r"(?P<right>[\"“‘(]?(?P<word>[A-Z][a-z]*))(?=['’,]|\s+[\"“‘(]?\w)"
)

# A quick look for the same. Matches "e.T"; not "e. T".
UNPARTED = deferred(r"[.!?][\"”’)]?[\"“‘(]?[A-Z]")

# A line of code or of data. Matches "a = b;", "f(x, y)", 'f("a,b")', "f( x ,y )", "one,two,three,four"; not a
# sentence in brackets.
CODE = deferred(
    r"[{}]|;\s*\Z|=>|->|==|::|\w\((?:\w*[,)]|[\"'\s])|\s=\s|</?\w+|\A\s*(?:def|import|from|class|return|SELECT|INSERT)\s|\w,\w+,\w+,\w"
)

# The ends of host names and of names of files, which some write with a capital: "Amazon.Com", "Readme.Md".
FILE_ENDS = "asp csv doc exe gif htm html jpg js json md mp pdf php png py txt xml"
HOST_ENDS = "ai am app biz ca cn co com de edu eu fm fr gov in info int io is me mil net org ru tv uk us"
NAME_ENDS = frozenset(f"{FILE_ENDS} {HOST_ENDS}".split())

# Words no sentence ends in, so that a full stop after them belongs to the next word: "the .Net framework".
UNFINISHED = "a an and as at by called for from in its my named of on or our the to use using via with your"
NO_END = frozenset(UNFINISHED.split())

COMMON = 8.5
"""Cost (minus natural logarithm of the probability) up to which a word often begins a sentence: "However" 8.1."""

FREQUENT = 9.0
"""Cost up to which a word may stand behind a number and a comma: "when" 6.4."""

ENDINGS = frozenset(
    ["ed", "er", "es", "esque", "ing", "ish", "ism", "ist", "ity", "like", "ness", "style", "th", "type"]
)
"""What stands behind a quotation and belongs to it: a "Star Trek"like manner."""

KNOWN = 15.0
"""Cost up to which a word is no accident of counting."""

COMMON_WORD = 13.0
"""Cost up to which a word may stand beside a name that no lexicon has, or behind a number: "affects" 11.0."""

SMALL = 7.0
"""Cost of the words that hold sentences together: "in" 4.0."""

LEAST_NAME = 3
"""Letters of a name; what is shorter may be a sign."""

LANGUAGE = "en"


def punctuation_spacing(document: Document) -> Iterator[Edit]:
    """Put the space that belongs after a mark of punctuation, and take out the one before it.

    - "word ,next" and "word , next" become "word, next"; "word .Next" becomes "word. Next".
    - "word,next", "word;next" and "there?The" get their space when both sides are English words, and so do words right
      beside brackets and quotation marks: "(HA)said", "weekly“Mail”".
    - "between8a.m.and4p.m.", "by@SelwynPolice": times of day and handles get theirs beside small words.
    - The dash of a dateline gets the space it lacks on one side: "Lisbon, March 3 —The".

    Left alone on purpose: dashes everywhere else ("word—word"), ellipses, numbers and times, addresses, file names,
    abbreviations and initials, faces, code and data, and the spaces that French sets before ";", ":", "!" and "?".

    >>> text = "The ferry was late ,again .Nobody knew why.It came,though, at nine."
    >>> [(edit.before, edit.after) for edit in punctuation_spacing(Document(text=text))]
    [(' ,', ', '), (' .', '. '), ('.', '. '), (',', ', ')]
    """
    found = [*_dateline_dash(document.text)]
    is_preformatted = preformatted_test(document)
    # In other languages endings stand right behind a quotation.
    may_be_english = detect_language(document.text) in {LANGUAGE, None}
    parted = may_be_english and _are_parted_by_tool(document.text)
    at = 0
    for line in document.text.split("\n"):
        edits = [*_stray_commas(line, at), *_stray_stops(line, at), *_missing(line, at)]
        if parted:
            edits += _repairs(parted_marks(line), at)
        if may_be_english:
            edits += _beside_enclosed(line, at)
            edits += _repairs(unspaced_marks(line, _is_frequent, _begins_sentences), at)
            edits += _repairs([*glued_times(line), *glued_handles(line)], at)
        brackets = [*brackets_before(line, _is_known)] if may_be_english else []
        edits += _repairs(brackets, at)
        if edits and not CODE.search(_parted(line, brackets)) and not is_preformatted(at, at + 1):
            found += edits
        at += len(line) + 1
    reached = -1
    for edit in sorted(found, key=lambda edit: edit.start):
        if edit.start >= reached:
            yield edit
            reached = edit.end


def _dateline_dash(text: str) -> Iterator[Edit]:
    """Find the dash of a dateline that has a space on one side only."""
    found = find_dateline(text)
    if not found:
        return
    before = text[found.dash_start : found.end]
    dash = before.strip()
    if not text[found.end : found.end + 1].strip():
        return
    if dash in "—―–" and before not in {dash, f" {dash} "} and "\n" not in before:
        yield repair(RULE, found.dash_start, before, f" {dash} ", "the dash of a dateline", 0.99)


def _stray_commas(line: str, at: int) -> Iterator[Edit]:
    """Find commas with a space before them."""
    if " ," not in line:
        return
    for match in STRAY_COMMA.finditer(line):
        after = "," if match["next"].isspace() or not match["next"] else ", "
        yield repair(RULE, at + match.start(), match[0], after, "a space before a comma", 0.98)


def _stray_stops(line: str, at: int) -> Iterator[Edit]:
    """Find full stops with a space before them."""
    if " ." not in line:
        return
    for match in STRAY_STOP.finditer(line):
        following = match["next"] or ""
        if following and (match["word"].lower() in NO_END or following.strip().lower() in NAME_ENDS):
            continue
        after = ". " if following else "."
        yield repair(RULE, at + match.start("stop"), match["stop"], after, "a space before a full stop", 0.97)


def _missing(line: str, at: int) -> Iterator[Edit]:
    """Find marks between two words with no space after them."""
    if UNSPACED_COMMA.search(line):
        yield from _after_commas(line, at)
    for match in STOP.finditer(line) if UNPARTED.search(line) else ():
        if _parts_sentences(match):
            mark = match["mark"]
            if mark.endswith('"') and not closes(line, match.end("mark") - 1):
                mark = mark[:-1]
            yield repair(RULE, at + match.start("mark"), mark, f"{mark} ", "two sentences and no space", 0.96)


def _after_commas(line: str, at: int) -> Iterator[Edit]:
    """Find commas and semicolons between two words with no space after them."""
    for match in COMMA.finditer(line):
        if _are_parted(match, line) and not _parts_strings(match):
            mark = match["mark"]
            before = mark + '"' * (match["right"].startswith('"') and bool(closes(line, match.start("right"))))
            yield repair(RULE, at + match.start("mark"), before, f"{before} ", "two words and no space", 0.97)
    for match in COMMAS.finditer(line):
        if _is_listing(match) and all(_are_words(word, "a", KNOWN) for word in match["words"].split(",")):
            for place in (match["words"].index(","), match["words"].rindex(",")):
                yield repair(RULE, at + match.start() + place, ",", ", ", "words of a sentence and no spaces", 0.95)
    for match in COMMA_BESIDE_SHORT.finditer(line):
        if match["word"] is None or _are_words("a", match["word"], FREQUENT):
            start = line.index(",", match.start())
            yield repair(RULE, at + start, ",", ", ", "a comma and no space", 0.97)


def _are_parted(match: re.Match[str], line: str) -> bool:
    """Say whether a comma parts two words, or a name that no lexicon knows and a word of an English sentence."""
    left, word = match["left"], match["word"]
    if _are_words(left, word, KNOWN):
        return True
    name, other = (left, word) if word.islower() else (word, left)
    if not (other.islower() and name.istitle() and len(name) >= LEAST_NAME and _are_words("a", other, COMMON_WORD)):
        return False
    return language_of_line(line) == LANGUAGE


def _is_listing(match: re.Match[str]) -> bool:
    """Say whether three words stand in a sentence: a small word is the last of them, or it goes on with "and"."""
    return match["next"] in {"and", "or"} or (match["last"].islower() and _are_words("a", match["last"], SMALL))


def _are_parted_by_tool(text: str) -> bool:
    """Say whether many marks stand apart from their words, as a tool leaves them; single ones are slips."""
    if " ," not in text and " ." not in text:
        return False
    places: set[int] = set()
    at = 0
    for line in text.split("\n"):
        places.update(edit.start for edit in (*_stray_commas(line, at), *_stray_stops(line, at)))
        places.update(at + found.start for found in parted_marks(line) if found.after in TELLING)
        at += len(line) + 1
    return len(places) >= max(LEAST, SHARE * len(MARK_AT_END.findall(text)))


def _repairs(found: Iterable[MarkRepair], at: int) -> list[Edit]:
    """Write down what was found in a line that begins at a place."""
    return [repair(RULE, at + start, before, after, said, 0.96) for start, before, after, said in found]


def _parted(line: str, brackets: Sequence[MarkRepair]) -> str:
    """Give a line with the spaces before its brackets, so that they do not look like those of functions."""
    for found in sorted(brackets, reverse=True):
        line = f"{line[: found.start]} {line[found.start :]}"
    return line


def _is_known(form: str) -> bool:
    return _are_words("a", form, KNOWN)


def _is_frequent(form: str) -> bool:
    return _are_words("a", form, COMMON_WORD)


def _begins_sentences(form: str) -> bool:
    return _are_words("a", form, COMMON) and form not in NAME_ENDS


def _beside_enclosed(line: str, at: int) -> Iterator[Edit]:
    """Find words right beside what stands in brackets or quotation marks."""
    if not GLUED.search(line):
        return
    for match in BRACKETS.finditer(line):
        if _goes_on(match["word"]) and not _is_part(match["inside"], match["word"]):
            yield repair(RULE, at + match.start("mark"), ")", ") ", "a word behind a bracket", 0.96)
    for match in QUOTE.finditer(line):
        mark, place = match["mark"], at + match.start("mark")
        closing = closes(line, match.start("mark")) if mark == STRAIGHT else mark == "”"
        if closing and _goes_on(match["word"]) and match["word"] not in ENDINGS:
            yield repair(RULE, place, mark, f"{mark} ", "a word behind a quotation", 0.96)
        if closing is False and not match["stop"] and _goes_on(match["left"]):
            yield repair(RULE, place, mark, f" {mark}", "a word before a quotation", 0.96)


def _goes_on(word: str) -> bool:
    """Tell whether a word is an English one in the midst of a sentence."""
    return word.islower() and _are_words("a", word, KNOWN)


def _is_part(inside: str, word: str) -> bool:
    """Tell whether what stands in brackets may be the first part of a word: "(re)open", "(Trans)fer", "(Re-)learn"."""
    if not inside.isalpha():
        return inside.endswith("-")
    return inside.islower() or (not inside.isupper() and _are_words("a", inside + word, inf))


def _parts_strings(match: re.Match[str]) -> bool:
    """Say whether a comma stands between two quoted words, as in lists that are data: "red","green"."""
    return match["closing"] == '"' and match["right"].startswith('"')


def _parts_sentences(match: re.Match[str]) -> bool:
    """Say whether a mark stands between two sentences, and not in a name."""
    left, word = match["left"], match["word"]
    if word.lower() in {left.lower(), *NAME_ENDS} or left.lower() in NO_END or (left[0].isupper() and len(word) == 1):
        return False
    return _are_words(left, word, KNOWN if left.islower() else COMMON)


def _are_words(left: str, right: str, rarest: float) -> bool:
    """Say whether both are English words, the second of at most the given cost."""
    english = lexicon(LANGUAGE)
    if english is None:
        return False
    costs = [english.cost(word.lower().replace("’", "'")) for word in (left, right)]
    return all(cost is not None and cost <= most for cost, most in zip(costs, (KNOWN, rarest), strict=True))
