"""Captions that neither a credit nor a description tells, but the people they name."""

from clean.captions.descriptions import is_quoting, speaks_to_reader
from clean.captions.features import Story
from clean.captions.trailing_credits import is_ordinary
from clean.patterns import deferred
from clean.words.language import language_of_line
from clean.words.names import is_name

# Matches a person with an age and nothing else: "Ana Silva, 64"; not "Ana Silva 64", as products are called.
NAME_AND_AGE = deferred(r"(?P<name>[^\d,]{5,40}), (?:aged )?\d{1,2}")

# Matches what joins two people: " and ", " et "; not the comma of a place and its country.
JOINED = deferred(r" (?:and|und|et|y|e|en|och|og|i) ")

# Matches the full name that a sentence begins with: "Ana Silva" of "Ana Silva is led"; not "Ana" alone.
OPENING_NAME = deferred(r"[A-ZÀ-Þ][\w'’.-]{0,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30}){1,4}")

# Matches the verb that headlines leave out and captions do not: "has been", "is led"; not "was", as a story is told.
AUXILIARY = deferred(r"\b(?:is|are|has|have)\b")

LONGEST = 80
"""Characters of a line that names people alone."""
MAX_PEOPLE = 2
LEAST_WORDS = 6
"""Words of a sentence about somebody; fewer are a headline ("Ana Silva was right")."""


def is_people_alone(story: Story, nth: int) -> bool:
    """Whether the nth line is who is seen in a picture and nothing else; each full name stands elsewhere in the story.

    >>> is_people_alone(Story(["Ana Silva ran.", "Ana Silva, 64"]), 1), is_people_alone(Story(["Ana Silva, 64"]), 0)
    (True, False)
    """
    line = story.lines[nth]
    if len(line) > LONGEST:
        return False
    aged = NAME_AND_AGE.fullmatch(line)
    people = [aged.group("name")] if aged else JOINED.split(line, MAX_PEOPLE)
    return (aged is not None or len(people) == MAX_PEOPLE) and all(_is_known(story, person) for person in people)


def is_open_sentence(story: Story, nth: int) -> bool:
    """Whether the nth line is a whole sentence about somebody the story names elsewhere, but has no stop.

    Headings have no stop either, and leave "is" and "has" out.

    >>> is_open_sentence(Story(["Ana Silva ran.", "Ana Silva is led out of the court of Porto"]), 1)
    True
    >>> is_open_sentence(Story(["Ana Silva ran.", "Ana Silva led out of the court of Porto"]), 1)
    False
    """
    line = story.lines[nth]
    name = OPENING_NAME.match(line)
    told = line[-1].isalnum() and len(line.split()) >= LEAST_WORDS and ":" not in line and AUXILIARY.search(line)
    if not (told and name) or is_quoting(line) or speaks_to_reader(line):
        return False
    # "Was" and "is" are words of Dutch and German headings too.
    return _is_known(story, name.group()) and language_of_line(line) == "en"


def _is_known(story: Story, person: str) -> bool:
    """Whether a full name stands in a story more than once."""
    return is_name(person) and story.text.count(person) > 1 and not any(map(is_ordinary, person.split()))
