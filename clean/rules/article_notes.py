"""Takes out lines that are about the article, not of it."""

import re
from collections.abc import Iterator

from clean.furniture.wire_marks import wire_marks
from clean.lines import Line, prose_lines, removal
from clean.patterns import deferred
from clean.words.names import is_name
from models import Destination, Document, Edit

# The words by which an article calls itself.
_SELF = (
    r"(?:this|the)\ (?:news\ )?(?:article|story|report|piece|post|column|interview|feature|essay|op-ed|excerpt|review)"
)

# Matches a sentence about the article itself: "This article includes reporting from The Associated Press."; not "This
# story was told to her by her mother", nor "This report was released in May".
ABOUT_ARTICLE = deferred(
    rf"""
    [(\[*—–-]{{0,3}}\s?
    (?: {_SELF}(?:\ (?:by|from)\ [\w'’.\ -]{{2,40}}?)?
        (?: \ (?:includes|contains|features)
            \ (?:additional\ )?(?:reporting|information|material|content|files|affiliate|sponsored)
          | \ (?:was|has\ been|is|were)
            \ (?:(?:originally|first|last|also|automatically|previously|recently|being)\ ){{0,2}}
            (?: (?:re)?published\ (?:on|in|by|at|with|under|as|here|from|\d|[A-Z])
              | (?:updated|corrected|amended|translated|syndicated|reprinted|fact-checked|sponsored|co-published)\b
              | (?:re)?posted\ (?:on|in|by|at) | adapted\ from | excerpted\ from | has\ been\ adapted
              | (?:produced|written|created|supported|funded|provided|edited|reviewed)\ (?:by|in|with|for|from|using)\b
              | generated\b | auto-generated | made\ possible | part\ of\ (?:a|an|our|the)
                \ (?:\w+\ ){{0,3}}(?:series|project|collaboration|partnership)
              | available\ in | brought\ to\ you )
          | \ (?:originally|first)\ (?:appeared|ran|published)
          | \ (?:appeared|appears)\ (?:originally\ |first\ )?(?:in|on)\ (?:the\ )?(?:print|[A-Z])
          | \ may\ contain\ affiliate )
      | (?:an?|the)\ (?:earlier|previous|prior|shorter|longer|original)\ version\ of
        \ (?:this|the)\ (?:article|story|report|piece|post|column|headline|caption|photo)
      | a\ version\ of\ this\ (?:article|story|column)\ (?:(?:first|also|originally)\ )?(?:appear(?:s|ed)|was|ran)\b
      | (?:originally|first)\ (?:published|posted|appeared)\ (?:on|in|by|at|as|:|\d|[A-Z][a-z]+\ \d)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,7}"

# Matches a line that is a date of publication: "Updated on March 3, 2024", "Published 10:15, 3 March", "Posted On: 3
# MAR 2024 5:14PM by PIB Delhi"; not "Published 30 novels in ten years".
STAMP = deferred(
    rf"""
    [(\[*—–-]{{0,3}}\s?
    (?:(?:first\ |last\ )?(?:published|updated|modified|posted|edited))(?:\s(?:on|at))?\s?:?\s{{1,3}}(?:(?:on|at)\ )?
    (?: (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\ )?
        (?: {_MONTH}\.?\ \d{{1,2}}(?:st|nd|rd|th)?(?:,?\ \d{{4}})?
          | \d{{1,2}}(?:st|nd|rd|th)?\.?\ {_MONTH}\.?(?:,?\ \d{{4}})?
          | {_MONTH}\.?\ \d{{4}}
          | \d{{4}}-\d{{2}}-\d{{2}} | \d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}} )
      | \d{{1,2}}[:.]\d{{2}}(?:,?\ \d{{1,2}}\ {_MONTH}|,?\ {_MONTH}\ \d{{1,2}})? )
    [\d\s,.:/|•·()apmAPMETSGUCB–-]{{0,40}}(?:by\ [A-Z][\w\ ]{{1,40}})?$
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the same in other languages: "Publié le 3 mars 2024 à 10h15", "Stand: 03.03.2024"; not "Publié par Gallimard".
STAMP_ABROAD = deferred(
    r"""
    (?:veröffentlicht|aktualisiert|erstellt|stand|publié|mis\ à\ jour|publicado|actualizado|atualizado|pubblicato
      |aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|udgivet|opdateret|julkaistu
      |opublikowano|aktualizacja|publikováno|опубликовано|обновлено)
    (?:\s(?:am|le|el|il|em|op|den|på|a|il\ giorno|on))?\s?:?\s
    (?:(?:[^\W\d_]{2,12}\.?,?\s)?\d{1,2}(?:er)?[.º°]?\s(?:de\s|di\s)?[^\W\d_]{3,12}\.?(?:\sde|\sdel)?\s\d{4}
      |\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})
    (?:[\s,.:;|•·–-]|\d{1,2}[:.h]\d{2}|\b(?:à|um|at|a\ las|alle|às|kl|om|uhr|h|cet|cest|gmt|utc)\b){0,20}$
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches how long ago a page says it was made: "4 hours ago", "Updated 2 hours ago", "Posted 3h ago"; not "4 hours ago,
# he said".
AGO = deferred(
    r"(?:(?:last\ )?(?:updated|published|posted|modified)\ )?\d{1,2}\ ?(?:h|hrs?|hours?|m|mins?|minutes?|d|days?)\ ago",
    re.VERBOSE | re.IGNORECASE,
)

# Matches what stands between two such dates on one line: " - ", " | ", the ", " before "updated"; not the hyphen of
# "2024-05-03".
BETWEEN_STAMPS = deferred(r"\s[-–—|•·]\s|,\s(?=updated|posted|published)", re.IGNORECASE)

# Matches a line that is an e-mail address, or a name and one: "Ana Roe ana.roe@paper.example"; not a sentence with one.
SIGNATURE = deferred(
    r"(?P<name>(?:[^\W\d_][\w'’.-]{0,30},?\s){0,5})[|/·:(<-]{0,2}\s?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}[)>]?"
)

# Matches a label of the desk's own words: "Correction:", "Editor's note: "; not "Correction fluid".
DESK_LABEL = deferred(
    r"""
    [(\[*]{0,3}\s?
    (?: (?:corrections?|clarifications?)(?:\ and\ (?:corrections?|clarifications?))?
        (?: \ ?[,(]?\ ?(?:[A-Z][a-z]{2,8}\.?\ \d{1,2}(?:,?\ \d{4})?|\d{1,2}\ [A-Z][a-z]{2,8}(?:\ \d{4})?
          | \d{1,2}[/.]\d{1,2}[/.]\d{2,4})\)? )?
        \s?[:—–]
      | (?:editor(?:ial|s)?['’]?s?['’]?|author['’]s|publisher['’]s|writer['’]s)\ note\b
      | disclosure\s?:\ (?=.{0,200}\b(?:articles?|post|blog|site|website|commission|affiliate|sponsor))
      | disclaimer\s?:\ (?=.{0,200}\b(?:views|opinions|tips)\b)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches who worked on it: "Reporting by Jane Doe; Editing by", "Additional reporting by"; not "Reporting by the BBC
# showed that" (see `_is_credit_roll`).
CREDIT_ROLL = deferred(
    r"""
    [(\[*—–-]{0,3}\s?
    (?: (?:additional\ |with\ |with\ additional\ |further\ )?
        (?:reporting|writing|research|production|editing|compiled|translation|graphics)
        (?:\ (?:and|&)\ (?:writing|editing|reporting|photography|compiling))?\ (?:by|from)\b
      | (?:written|edited|translated|compiled|produced|reported)(?:\ and\ (?:edited|written|translated))?\ by\s?:?\s
      | with\ (?:files|reporting|inputs?|information|contributions?|agency\ inputs?)\ (?:from|by)\b
    )
    \s?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a verb of a sentence: "Reporting by the BBC has shown"; a roll of names holds none.
FINITE = deferred(r"\b(?:is|are|was|were|has|have|had|will|can|shows?|showed|found|reveals?|revealed|suggests?)\b")

# Matches who helped: "Jane Doe contributed to this report."; not "contributed to this fund".
TO_THIS_REPORT = deferred(
    r"\bcontributed\b.{0,60}\bth(?:is|e)\s(?:[a-z]{1,20}\s)?(?:report|story|article|piece|dispatch)\b.{0,40}$"
)

# Matches the job in a note on an author: "Jane Doe is a reporter"; not "Jane Doe is a tailor".
AUTHOR_NOTE = deferred(
    r"""
    (?P<name>[^,.:;()]{4,40}?),?\ is\ (?:an?|the|[\w'’.-]{1,30})\ (?:[\w'’.,&-]{1,30}\ ){0,6}?
    (?:reporter|editor|writer|correspondent|columnist|journalist|contributor|producer|blogger|podcaster|newscaster)s?\b
    """,
    re.VERBOSE,
)

# Matches how to reach an author: "Jane Doe can be reached at", "Contact the reporter at"; not "She was reached by
# phone".
REACH = deferred(
    r"""
    (?: (?:[Rr]each|[Cc]ontact|[Ee]-?mail|[Ww]rite\ to|[Ff]ollow)
        \ (?:the\ (?:reporter|author|writer|editor)|him|her|them|[A-Z][\w'’.-]{0,30}(?:\ [A-Z][\w'’.-]{0,30}){0,2})
        \ (?:at|on|via|by)\b
      | (?:[A-Z][\w'’.-]{0,30}\ ){2,3}can\ be\ reached\ (?:at|by|on|via)\b
      | (?:[Ee]-?mail|[Cc]ontact)\s?:\s?\S{1,64}@\S{1,64}$ )
    """,
    re.VERBOSE,
)

# Matches who edited a Chinese article: "(责任编辑：陈晨)", "編輯：林佳"; not "编辑部说".
EAST_ASIAN_DESK = deferred(
    r"[(（【\[]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核)[:：]\s?[^\s:：]{1,12}(?:\s[^\s:：]{1,12})?[)）】\]]?"
)

AGENCY_NAMES = ("The Associated Press", "Associated Press", "The Canadian Press", "AP", "AFP", "Reuters", "PTI", "dpa")

MAX_NOTE = 600
"""Characters; a longer paragraph has more to say than how it was made."""
MAX_AUTHOR_NOTE = 350
MAX_STAMP = 120
MOST_SIGNATURES = 3
"""Names with an e-mail address in an article; a text with more lists people."""
NEAR_END = 5
"""Notes on the author stand among the last lines of an article; in its middle the line may be about its subject."""


def article_notes(document: Document) -> Iterator[Edit]:
    """Take out whole lines about how the article was made, where it appeared, corrections, and notes on its authors.

    So are the marks that a wire or a press office sets around its copy ("(MORE)", "-30-", "FOR IMMEDIATE RELEASE").
    Notes on authors are taken among the last lines only. Left alone are sentences of the reporter's own about reports,
    stories and corrections, whatever follows "Update:", as that is news, and lists of people with their addresses.
    """
    lines = prose_lines(document)
    # More signatures than authors are a list of people.
    listed = sum("@" in line.text and SIGNATURE.fullmatch(line.text) is not None for line in lines) > MOST_SIGNATURES
    marks = dict(wire_marks(lines))
    for left, line in zip(range(len(lines), 0, -1), lines, strict=True):
        near_end = left <= NEAR_END and not (listed and SIGNATURE.fullmatch(line.text))
        evidence = marks.get(line) or _says_of_itself(line.text) or (_about_author(line) if near_end else "")
        if evidence:
            yield removal("article_notes", line, Destination.NOTES, evidence)


def is_note(line: str) -> bool:
    """Whether a whole line is about the article, wherever it stands.

    >>> is_note("This article was updated on March 3."), is_note("This article of clothing is old.")
    (True, False)
    """
    return bool(_says_of_itself(line))


def is_stamp(line: str) -> bool:
    """Whether a line says when the article was published or changed, and nothing else.

    >>> is_stamp("Published 3 March 2024 - Updated 4 March 2024"), is_stamp("4 hours ago"), is_stamp("3 March 2024")
    (True, True, False)
    """
    if STAMP.match(line) or STAMP_ABROAD.match(line):
        return True
    if len(line) > MAX_STAMP:
        return False
    return all(
        AGO.fullmatch(part) or STAMP.match(part) or STAMP_ABROAD.match(part) for part in BETWEEN_STAMPS.split(line)
    )


def _says_of_itself(line: str) -> str:
    """Tell what makes a line one about the article; empty when nothing does."""
    if len(line) > MAX_NOTE:
        return ""
    if ABOUT_ARTICLE.match(line) or is_stamp(line):
        return "it speaks of the article itself"
    if DESK_LABEL.match(line) or (not line.isascii() and EAST_ASIAN_DESK.fullmatch(line)):
        return "it is the desk's own word"
    if _is_credit_roll(line) or ("contributed" in line and TO_THIS_REPORT.search(line)):
        return "it says who worked on the article"
    return ""


def _is_credit_roll(text: str) -> bool:
    """Whether a line says who reported and edited; a sentence that goes on with a verb does not."""
    opening = CREDIT_ROLL.match(text)
    if not opening or len(text) > MAX_AUTHOR_NOTE:
        return False
    rest = text[opening.end() :]
    if FINITE.search(rest):
        return False
    first = " ".join(rest.replace(",", " ,").replace(";", " ;").split()[:2])
    return is_name(first) or rest.startswith(AGENCY_NAMES)


def _about_author(line: Line) -> str:
    if len(line.text) > MAX_AUTHOR_NOTE:
        return ""
    note = AUTHOR_NOTE.match(line.text)
    if note and is_name(note.group("name").strip()):
        return "it is a note on the author"
    reach = REACH.match(line.text) or ("@" in line.text and SIGNATURE.fullmatch(line.text))
    return "it says how to reach the author" if reach else ""
