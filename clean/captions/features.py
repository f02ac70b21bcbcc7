"""What can be seen of a line above a photo credit that may be its caption: its words, its shape and its place."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from clean.captions.credits import MAX_CREDIT, credit_lines
from clean.patterns import deferred

# Matches one word, with its inner marks: "O'Neill", "man-made"; not "2024".
WORD = deferred(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Matches the end of a sentence inside a line: "noon. They"; not "J. Doe".
SENTENCE_END = deferred(r"(?<=[^\W_A-Z]{2})[.!?][\"”’)]* +(?=[“\"(‘]?[^\W\d_a-zß-ÿ])")

# Match "Monday", "2024", and the "1. " or "- " of a list's entry; not "Mon.", "1850", "1.5".
WEEKDAY = deferred(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
YEAR = deferred(r"\b(?:19|20)\d\d\b")
LIST_MARK = deferred(r"(?:\d{1,2}[.)]|[-•*–—])\s")

CLOSERS = "\"”’»')]）」』*"
ENDS = {".": "stop", "。": "stop", "…": "stop", "!": "call", "?": "question", ":": "colon", ",": "comma", ";": "comma"}
QUOTES = '“”"«»„'

IRREGULAR_PAST = frozenset(
    {
        "was", "were", "had", "did", "said", "told", "came", "went", "took", "made", "got", "began", "became", "found",
        "gave", "left", "felt", "saw", "knew", "thought", "brought", "kept", "held", "wrote", "stood", "met", "ran",
        "paid", "won", "lost", "led", "spent", "sent", "fell", "grew", "rose",
    }
)  # fmt: skip

COMMON = "word "
"""How the name of a feature begins that says that a common word stands in the line."""

LENGTHS = (3, 5, 8, 12, 17, 24, 34, 50)
SHARES = (0.01, 0.2, 0.4, 0.6, 0.8, 0.99)
SHARES_OF_STORY = (0.01, 0.05, 0.1, 0.2, 0.4)
MOST, HARDLY_ANY = 0.75, 0.25
LONG_WORD, LEAST_OF_TITLE = 4, 4
"""Letters of the longer words, and how many of them a title has."""
PROSE = 80
"""Characters a paragraph of prose has at least."""


class Story:
    """The lines of an article, as far as one of them is judged by the others."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines

    @cached_property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(self.lines)

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each line."""
        return [WORD.findall(line) for line in self.lines]

    @cached_property
    def lines_with(self) -> Counter[str]:
        """In how many lines each word stands, in lower case."""
        return Counter(word for words in self.words for word in {word.casefold() for word in words})

    @cached_property
    def credits(self) -> list[int]:
        """How many lines the credit fills that begins at each line; 0 where none does."""
        return [
            credit_lines(self.lines[nth : nth + 2]) if len(line) <= MAX_CREDIT else 0
            for nth, line in enumerate(self.lines)
        ]

    @cached_property
    def kinds(self) -> list[str]:
        """What each line seems to be: a credit, prose, or a shorter line by its length and end."""
        return ["credit" if filled else _kind(line) for line, filled in zip(self.lines, self.credits, strict=True)]

    @cached_property
    def open_ended(self) -> list[bool]:
        """Whether each line ends without a mark that ends a sentence."""
        return [_end(line) in {"none", "bracket"} for line in self.lines]

    @cached_property
    def past(self) -> float:
        """The share of words in the past tense of English."""
        words = [word.casefold() for words in self.words for word in words]
        return past_words(words) / max(1, len(words))

    @cached_property
    def headings(self) -> set[str]:
        """The different lines that are short and have no stop."""
        return {line for line, kind in zip(self.lines, self.kinds, strict=True) if kind == "short"}

    def with_credit(self, nth: int, caption: str, credit: str) -> "Story":
        """Give the story with a line parted into what seems a caption and its credit."""
        return Story([*self.lines[:nth], caption, credit, *self.lines[nth + 1 :]])

    def credit_at(self, nth: int) -> int:
        """Tell how many lines the credit fills that begins at the nth line; 0 where none does."""
        return self.credits[nth] if nth < len(self.lines) else 0

    def kind(self, nth: int) -> str:
        """Tell what the nth line seems to be; "edge" where there is none."""
        return self.kinds[nth] if 0 <= nth < len(self.lines) else "edge"


def past_words(words: Sequence[str]) -> int:
    """Count the words in lower case that look like English past tense."""
    return sum(word in IRREGULAR_PAST or (word.endswith("ed") and len(word) > 4) for word in words)


def is_title(line: str) -> bool:
    """Whether a line is written as titles are: a capital on every longer word, and no stop.

    >>> is_title("Best Quilting Machines for Beginners"), is_title("Ana Silva and Li Na at the Porto regatta")
    (True, False)
    """
    long_words = [word for word in WORD.findall(line) if len(word) >= LONG_WORD]
    capitals = all(word[0].isupper() for word in long_words)
    return capitals and len(long_words) >= LEAST_OF_TITLE and _end(line) == "none"


def features(story: Story, nth: int, common: frozenset[str]) -> Iterator[str]:
    """Name everything seen of the nth line of a story; a credit stands below it.

    `common` are the words that count by themselves; all others count by their shape.
    """
    line, words = story.lines[nth], story.words[nth]
    yield from _shape(line, words)
    yield from _wording(words, common)
    yield from _place(story, nth)
    yield from _company(story, nth)


def _kind(line: str) -> str:
    end = _end(line)
    if end in {"none", "bracket"}:
        return "short" if len(line) < PROSE / 2 else "title"
    return "prose" if len(line) >= PROSE else end


def _end(line: str) -> str:
    bare = line.rstrip(CLOSERS)
    if bare[-1:] in ENDS:
        return ENDS[bare[-1]]
    return "bracket" if line[-1:] in ")]）" else "quote" if bare != line else "none"


def _shape(line: str, words: Sequence[str]) -> Iterator[str]:
    """Name length, end, capitals, marks and dates."""
    end, length = _end(line), bisect_right(LENGTHS, len(words))
    open_ended = "open" if end in {"none", "bracket"} else "ended"
    long_words = [word for word in words if len(word) >= LONG_WORD]
    large = sum(word[0].isupper() for word in long_words) / max(1, len(long_words))
    sentences = min(4, 1 + len(SENTENCE_END.findall(line)))
    yield from (f"words {length}", f"end {end}", f"words {length} {end}")
    yield from (f"large {bisect_right(SHARES, large)} {open_ended}", f"sentences {sentences} {open_ended}")
    yield f"quotes {min(2, sum(line.count(mark) for mark in QUOTES))}"
    yield f"commas {min(3, line.count(','))}"
    for name, present in {
        "weekday": WEEKDAY.search(line),
        "year": YEAR.search(line),
        "list mark": LIST_MARK.match(line),
        "digit first": line[0].isdigit(),
        "quote first": line[0] in QUOTES,
        "bracket inside": "(" in line[:-1],
        "colon inside": ":" in line[:-1],
        "dash inside": "–" in line or "—" in line,
        "bar inside": "|" in line,
        "capitals": line.isupper(),
    }.items():
        if present:
            yield name


def _wording(words: Sequence[str], common: frozenset[str]) -> Iterator[str]:
    """Name the first word, the word behind an opening name, tense, and the common words."""
    lowered = [word.casefold() for word in words]
    run = next((nth for nth, word in enumerate(words) if not word[0].isupper()), len(words))
    yield f"first {lowered[0]}" if lowered and lowered[0] in common else "first other"
    if 0 < run < len(words) and lowered[0] not in common:
        behind = lowered[run]
        yield f"behind name {behind if behind in common else behind[-2:]}"
    yield f"run {min(4, run)}"
    yield f"past {min(3, past_words(lowered))}"
    yield f"ing {min(2, sum(word.endswith('ing') and len(word) > 5 for word in lowered))}"
    known = common.intersection(lowered)
    # Sorted, so that the score is the same to the last bit in every process.
    yield from (f"{COMMON}{word}" for word in sorted(known))
    if len(words) > 5 and len(known) <= len(words) / 8:
        yield "no common word"


def _place(story: Story, nth: int) -> Iterator[str]:
    """Name the neighbours, what the line repeats of the article, and how its tense differs."""
    words = [word.casefold() for word in story.words[nth]]
    open_ended = "open" if story.open_ended[nth] else "ended"
    around = [story.kind(other) for other in range(nth - 3, nth + 5) if other != nth]
    yield from (f"above {story.kind(nth - 1)} {open_ended}", f"below credit {story.kind(nth + 2)} {open_ended}")
    yield f"prose around {around.count('prose')} {open_ended}"
    yield f"place {min(3, nth)}"
    content = {word for word in words if len(word) > 3}
    yield f"repeated {_share(content, {word for word in content if story.lines_with[word] > 1})} {open_ended}"
    for where, other in (("above", nth - 1), ("below", nth + 2)):
        if 0 <= other < len(story.lines):
            yield f"repeated {where} {_share(content, {w.casefold() for w in story.words[other]})} {open_ended}"
    names = {word.casefold() for word in story.words[nth][1:] if word[0].isupper()}
    yield f"names {_share(names, {word for word in names if story.lines_with[word] > 1})}" if names else "no names"
    tense = past_words(words) / max(1, len(words)) / max(0.01, story.past)
    yield f"tense {bisect_right((0.01, 0.5, 1.0, 2.0), tense)} {open_ended}"


def _company(story: Story, nth: int) -> Iterator[str]:
    """Name how other lines end: those above other credits, for a site has its way with captions; and all of them."""
    open_ended = "open" if story.open_ended[nth] else "ended"
    others = [other for other, kind in enumerate(story.kinds) if other != nth and kind != "credit"]
    above = [story.open_ended[other] for other in others if other != nth + 1 and story.credit_at(other + 1)]
    if above:
        share = sum(above) / len(above)
        way = "open" if share > MOST else "ended" if share < HARDLY_ANY else "either"
        yield from (f"above others {way} {open_ended}", f"above others {way} {open_ended} {min(3, len(above))}")
    else:
        yield "no others"
    share = sum(story.open_ended[other] for other in others) / max(1, len(others))
    yield f"open lines {bisect_right(SHARES_OF_STORY, share)} {open_ended}"


def _share(of: set[str], among: set[str]) -> int:
    return bisect_right(SHARES, len(of & among) / len(of)) if of else -1
