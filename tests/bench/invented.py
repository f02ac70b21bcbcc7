"""Invented news copy of realistic length, as much as a benchmark asks for, the same for the same number.

Articles of 300 to 700 words in plain text: a headline, a dateline, paragraphs. One in five has words that lost their
spaces or mojibake, one in ten has lines that a page broke, one in fifty nearly repeats the one before it.
"""

import random
import textwrap
from pathlib import Path

WHO = (
    "the harbour board",
    "the mayor",
    "a spokeswoman for the ferry company",
    "the council of elders",
    "the teachers' union",
    "the coast guard",
    "the head of the fishermen's union",
    "the finance minister",
    "residents of the old town",
    "the hospital",
    "the district court",
    "the under-nineteens",
    "the weather service",
    "the museum",
    "a farmer from the valley",
    "the bus company",
)
DID = (
    "put off its decision on",
    "signed a contract for",
    "asked for more money for",
    "rejected the plan for",
    "opened the first part of",
    "published a report on",
    "lost a vote about",
    "promised to look again at",
    "raised the price of",
    "closed two entrances of",
    "defended the cost of",
    "began repairs on",
    "withdrew from",
    "announced a second round of talks on",
)
WHAT = (
    "the new ferry pier",
    "a bridge across the river",
    "the market hall",
    "the school on the hill",
    "winter bread prices",
    "the railway station",
    "the northern power line",
    "a flood wall along the quay",
    "the public library",
    "cod quotas",
    "the night bus",
    "an old stone theatre",
    "the water works",
    "a bicycle path to the airport",
    "the summer festival",
)
WHEN = (
    "on Monday",
    "on Tuesday",
    "on Wednesday",
    "late on Thursday",
    "on Friday",
    "at the weekend",
    "last week",
    "in April",
)
PLACES = (
    "Selwyn",
    "Port Hale",
    "Ardmore",
    "Kirkby",
    "Tarn",
    "Lower Dean",
    "Whitsand",
    "Oban Bay",
    "Elmstead",
    "North Quay",
    "Brae",
    "Fenwick",
)
TAILS = (
    "a move that had been expected since the spring",
    "although nobody would say who is to pay",
    "as two earlier studies had proposed",
    "which critics called far too late",
    "the local paper reported",
    "after a meeting that lasted past midnight",
    "and more than {n} people came to listen",
    "at a cost of {n} million crowns",
    "the first such step in {n} years",
    "despite {n} written objections",
)
FRAMES = (
    "{who} in {place} {did} {what} {when}, {tail}.",
    "{when}, {who} {did} {what} in {place}, {tail}.",
    "“We have waited {n} years for this,” {who} in {place} said {when}, {tail}.",
    "In {place}, where {who} had {n} offices until {year}, {what} is still what people talk about, {tail}.",
    "Of {n} households in {place}, {m} had heard of {what} before {who} {did} it {when}.",
    "It was {who} that {did} {what} in {year}, {tail}.",
)
MOJIBAKE = str.maketrans({"“": "â€œ", "”": "â€\N{OPERATING SYSTEM COMMAND}"})


def write_documents(folder: Path, count: int, *, blocks: int | None = None) -> None:
    """Write so many articles as files of a folder; of each the first blocks only, where their number is given."""
    folder.mkdir(parents=True)
    for number in range(count):
        text = "\n\n".join(article(number).split("\n\n")[:blocks]).rstrip("\n") + "\n"
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def article(number: int) -> str:
    """Write the article with a number."""
    chance = random.Random(number - 1 if number % 50 == 49 else number)
    paragraphs = [_paragraph(chance) for _ in range(chance.randint(5, 11))]
    title, place = _sentence(chance).rstrip("."), chance.choice(PLACES)
    paragraphs[0] = f"{place}, March {chance.randint(1, 31)} — {paragraphs[0]}"
    if number % 5 == 0:
        paragraphs = [_damaged(paragraph, chance) for paragraph in paragraphs]
    if number % 10 == 1:
        paragraphs = [textwrap.fill(paragraph, 78) for paragraph in paragraphs]
    if number % 50 == 49:
        paragraphs[-1] = _paragraph(random.Random(-number))
    return "\n\n".join([title, *paragraphs]) + "\n"


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 4)))


def _sentence(chance: random.Random) -> str:
    numbers = {"n": chance.randint(2, 999), "m": chance.randint(2, 99), "year": chance.randint(1950, 2025)}
    words = {"who": WHO, "did": DID, "what": WHAT, "when": WHEN, "place": PLACES}
    drawn = {name: chance.choice(choices) for name, choices in words.items()}
    made = chance.choice(FRAMES).format(**drawn, **numbers, tail=chance.choice(TAILS).format(**numbers))
    return made[0].upper() + made[1:]


def _damaged(paragraph: str, chance: random.Random) -> str:
    """Take out one space in thirty, or read UTF-8 as Windows-1252."""
    if chance.random() < 0.3:
        return paragraph.translate(MOJIBAKE)
    return "".join(letter for letter in paragraph if letter != " " or chance.random() > 1 / 30)
