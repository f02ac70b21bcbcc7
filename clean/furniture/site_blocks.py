"""Lines that only a site, or a program for mail, sets around an article, and that only together tell so."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from clean.lines import Line
from clean.patterns import deferred

SHARE_WORDS = frozenset(
    {
        "bluesky", "bookmark", "copy link", "copylink", "e-mail", "email", "facebook", "flipboard", "google",
        "instagram", "link", "linkedin", "mail", "mastodon", "messenger", "more", "pinterest", "print", "reddit",
        "save", "share", "sms", "telegram", "threads", "tumblr", "tweet", "twitter", "vk", "whatsapp", "x",
        "youtube", "compartir", "condividi", "delen", "drucken", "imprimer", "partager", "share article",
        "share this", "teilen",
    }
)  # fmt: skip
"""What is written on buttons by which a reader shares an article."""

SHARE_SIGNS = frozenset(
    {
        "bookmark", "copy link", "copylink", "print", "save", "share", "share article", "share this", "tweet",
        "compartir", "condividi", "delen", "drucken", "imprimer", "partager", "teilen",
    }
)  # fmt: skip
"""One of these stands among them: a list of networks alone may be the article's."""

MENU_WORDS = frozenset(
    {
        "about", "about us", "account", "advertise", "advertise with us", "business", "careers", "contact",
        "contact us", "cookie policy", "cookies", "culture", "entertainment", "events", "health", "help", "home",
        "jobs", "life", "lifestyle", "local", "log in", "login", "menu", "money", "more", "my account", "news",
        "newsletters", "obituaries", "opinion", "politics", "privacy", "privacy policy", "register", "science",
        "search", "shop", "sign in", "sign up", "sitemap", "sport", "sports", "subscribe", "tech", "technology",
        "terms", "terms and conditions", "terms of service", "terms of use", "travel", "tv", "video", "videos",
        "weather", "world",
    }
)  # fmt: skip
"""What is written in the menus at the head and foot of a page."""

MENU_SIGNS = frozenset(
    {
        "about us", "advertise with us", "contact us", "cookie policy", "cookies", "home", "log in", "login",
        "menu", "my account", "privacy", "privacy policy", "search", "sign in", "sitemap", "subscribe",
        "terms and conditions", "terms of service", "terms of use",
    }
)  # fmt: skip
"""One of these stands in a menu."""

DECORATION = " \t*—–-[](){}•·>»<«►▶→|:：.!…_="
"""What stands around a label and is none of its words."""

LEAST_BUTTONS, LONGEST_BUTTON = 3, 30
"""Buttons that stand together at least, and the characters of one; a heading above a list is no longer either."""

# What parts buttons on one line: "Facebook | Twitter | Email", "Home · News · Sport"; not the comma of a sentence.
BAR = deferred(r"(?<!\s)\s*[|•·]\s*")

# Matches the label before buttons on one line: "Share this article: "; not "He said: ".
BUTTON_LABEL = deferred(
    r"(?:share|follow)(?:\s(?:this|us|on|the)){0,2}(?:\s(?:article|story|post|page|on))?\s?:\s*", re.IGNORECASE
)

# Matches the label above a list of other articles; not "Related", which may be a heading of the article's own.
LIST_LABEL = deferred(
    r"""
    related\ (?:articles?|stories|story|content|coverage|news|posts?|topics|links?|videos?)
  | (?:also|must)\ read | read\ (?:also|next|more) | more\ (?:on\ this(?:\ story|\ topic)?|stories|from\ [\w ]{2,30})
  | most\ (?:read|popular|viewed)(?:\ stories)? | recommended\ (?:stories|for\ you|articles)
  | trending(?:\ now)? | you\ (?:may|might)\ also\ like | editor['’]?s['’]?\ picks? | top\ stories
  | latest\ (?:news|stories|headlines) | (?:don['’]t|do\ not)\ miss | mehr\ zum\ thema | lesen\ sie\ auch
  | das\ könnte\ sie\ auch\ interessieren | (?:à\ )?lire\ aussi | sur\ le\ même\ (?:sujet|thème) | lea\ también
  | te\ puede\ interesar | leggi\ anche | lees\ ook
    """,
    re.VERBOSE | re.IGNORECASE,
)

LONGEST_TITLE, LEAST_TITLE = 130, 4
MOST_TITLES = 10
"""Characters at most and words at least of another article's title below such a label, and how many there may be."""

# Matches a bullet before a title: "• ", "- "; and a date below one: "12 January 2030", "3 hours ago".
BULLET = deferred(r"(?:[•▪▸►‣·*»>–—-]|\d{1,2}[.)])\s+")
DATE_BELOW = deferred(r"(?:\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}|[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}|\d{1,2}\s\w{1,7}\sago)")

# Matches the end of a sentence, which few titles have; not "U.S.".
STOP = deferred(r"[^\W_A-Z]{2}[.…][\"”’)]?\Z|[,;:]\Z")

# Matches the links around what a page passes over for readers who hear it: "Skip past newsletter promotion", "after
# newsletter promotion", "End of X post by Harbour"; not "Skip it". What is skipped must return, for
# "Skip breakfast" alone is a headline.
SKIP = deferred(r"skip (?:past )?(?P<what>[\w][\w ,'’.@-]{3,80})", re.IGNORECASE)
SKIPPED = deferred(r"(?:after|end of) (?P<what>[\w][\w ,'’.@-]{3,80})", re.IGNORECASE)
MOST_SKIPPED = 20
"""Lines between the two."""

# Matches a line of the head of a mail: "From: Ana Reis <ana@example.org>", "X-Mailer: Post 4"; not "From one to
# ten". The others match the field without which there is no mail, what programs write above one that is handed on, and
# a subject or an address, one of which shows that the fields are a mail's.
MAIL_FIELD = deferred(
    r"(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Von|An|Gesendet|Betreff|De|À|Envoyé|Objet"
    r"|MIME-Version|Content-[A-Z][A-Za-z-]{3,20}|Message-ID|In-Reply-To|References|Importance|User-Agent|X-[\w-]{2,30})"
    r"\s?: \S"
)
MAIL_SENDER = deferred(r"(?:From|Von|De)\s?: .*")
MAIL_OPENING = deferred(
    r"-{3,}\s?(?:Forwarded message|Original Message|Ursprüngliche Nachricht|Message d'origine)\s?-{3,}", re.IGNORECASE
)
MAIL_CERTAIN = deferred(r"(?:Subject|Betreff|Objet)\s?:|.*\w@\w")
LEAST_FIELDS = 3
"""Fields at least of the head of a mail."""
MOST_SIGNATURE = 7
"""Lines at most of a signature."""

# Matches what a signature holds: an address, a number to call; not a name alone.
REACHED_AT = deferred(r"\w@\w|\d[\d ()+-]{5,}\d|www\.|https?:")

EDGE = 15
"""Lines from the top or the bottom of a text among which menus stand."""


def site_blocks(text: str, lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    r"""Find the lines of blocks that are not the article's, each with what tells it; they are lines of `text`.

    >>> text = "Ferries are late.\n\nShare\nFacebook\nEmail\n\nNobody knows why."
    >>> from clean.lines import lines_of
    >>> [line.text for line, _ in site_blocks(text, lines_of(text))]
    ['Share', 'Facebook', 'Email']
    """
    found: dict[Line, str] = {}
    menus = [line for part in _edges(lines) for line in _buttons(text, part, MENU_WORDS, MENU_SIGNS)]
    for line in (*_buttons(text, lines, SHARE_WORDS, SHARE_SIGNS), *menus):
        found[line] = "buttons or a menu of the site"
    for line in _passed_over(lines):
        found.setdefault(line, "the page says that it may be skipped")
    for line in (*_mail_head(lines), *_signature(lines)):
        found.setdefault(line, "the head or the signature of a mail")
    yield from found.items()


def is_list_label(text: str) -> bool:
    """Say whether a line announces other articles.

    >>> is_list_label("RELATED STORIES:"), is_list_label("Related to this")
    (True, False)
    """
    return len(text) <= LONGEST_BUTTON and LIST_LABEL.fullmatch(text.strip(DECORATION)) is not None


def listed_titles(text: str, lines: Sequence[Line], label: int) -> list[Line]:
    r"""Give the titles of other articles right below a label, with no blank line between; none where in doubt.

    >>> text = "Read more\nFerries are late again\nIt rained on Monday."
    >>> lines = [Line(0, 9, "Read more"), Line(10, 32, "Ferries are late again")]
    >>> [line.text for line in listed_titles(text, lines, 0)]
    ['Ferries are late again']
    """
    titles: list[Line] = []
    above = lines[label]
    for line in lines[label + 1 : label + MOST_TITLES + 2]:
        gap = text.count("\n", above.end, line.start)
        bulleted = BULLET.match(line.text) is not None
        if gap > 1 and not (bulleted and gap == 2 and (not titles or BULLET.match(titles[-1].text))):
            break
        if not _is_title(line.text):
            return []
        titles.append(line)
        above = line
    return titles if len(titles) <= MOST_TITLES else []


def _is_title(text: str) -> bool:
    if DATE_BELOW.fullmatch(text):
        return True
    bare = BULLET.sub("", text, count=1)
    return len(text) <= LONGEST_TITLE and len(bare.split()) >= LEAST_TITLE and not STOP.search(bare)


def _edges(lines: Sequence[Line]) -> tuple[Sequence[Line], ...]:
    """Give the head and the foot of a text, or all of a short one."""
    return (lines[:EDGE], lines[-EDGE:]) if len(lines) > 2 * EDGE else (lines,)


def _buttons(text: str, lines: Sequence[Line], words: frozenset[str], signs: frozenset[str]) -> Iterator[Line]:
    """Find runs of lines, and single lines between bars, that are buttons and nothing else."""
    reached = 0
    for are_buttons, group in groupby(lines, key=lambda line: _is_button(line.text, words)):
        run = list(group)
        above = lines[reached - 1] if reached else None
        reached += len(run)
        if not are_buttons:
            yield from (line for line in run if _are_buttons(line.text, words, signs))
            continue
        told = len(run) >= LEAST_BUTTONS and any(_bare(line.text) in signs for line in run)
        if told and (above is None or not _belongs_to(text, above, run[0], signs)):
            yield from run


def _belongs_to(text: str, above: Line, first: Line, signs: frozenset[str]) -> bool:
    """Say whether what looks like buttons is a list of the article: announced, or the rest of a longer one."""
    if above.text.endswith((":", "：")):
        return True
    return _bare(first.text) not in signs and text.count("\n", above.end, first.start) == 1


def _is_button(text: str, words: frozenset[str]) -> bool:
    return len(text) <= LONGEST_BUTTON and not BULLET.match(text) and _bare(text) in words


def _bare(text: str) -> str:
    return text.strip(DECORATION).casefold()


def _are_buttons(text: str, words: frozenset[str], signs: frozenset[str]) -> bool:
    """Say whether a line is buttons between bars, a label before them or not."""
    if len(text) > LONGEST_TITLE:
        return False
    label = BUTTON_LABEL.match(text)
    parts = [part.casefold() for part in BAR.split(text[label.end() :] if label else text.strip(DECORATION)) if part]
    if len(parts) < LEAST_BUTTONS - bool(label) or not set(parts) <= words:
        return False
    return label is not None or not signs.isdisjoint(parts)


def _passed_over(lines: Sequence[Line]) -> Iterator[Line]:
    """Find what stands between a link that passes over something and the place it leads to."""
    nth = 0
    while nth < len(lines):
        opening = SKIP.fullmatch(lines[nth].text)
        what = opening["what"].casefold() if opening else ""
        for end in range(nth + 1, min(nth + MOST_SKIPPED, len(lines)) if opening else 0):
            closing = SKIPPED.fullmatch(lines[end].text)
            if closing and closing["what"].casefold() == what:
                yield from lines[nth : end + 1]
                nth = end
                break
        nth += 1


def _mail_head(lines: Sequence[Line]) -> Iterator[Line]:
    """Find the fields of a mail at the head of a text."""
    first = 1 if lines and MAIL_OPENING.fullmatch(lines[0].text) else 0
    end = first
    while end < len(lines) and MAIL_FIELD.match(lines[end].text):
        end += 1
    fields = [line.text for line in lines[first:end]]
    if len(fields) >= LEAST_FIELDS and any(map(MAIL_SENDER.match, fields)) and any(map(MAIL_CERTAIN.match, fields)):
        yield from lines[:end]


def _signature(lines: Sequence[Line]) -> Iterator[Line]:
    """Find what stands below the two hyphens by which programs for mail set a signature off."""
    for nth in range(max(0, len(lines) - MOST_SIGNATURE - 1), len(lines)):
        below = [line.text for line in lines[nth + 1 :]]
        if (
            lines[nth].text == "--"
            and any(map(REACHED_AT.search, below))
            and max(map(len, below)) <= LONGEST_TITLE // 2
        ):
            yield from lines[nth:]
            return
