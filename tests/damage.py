"""Damage of the kinds that copy suffers, done to clean text by a seeded hand."""

import re
import textwrap
from random import Random

CAPTION = "From left, Ana Lindqvist and Tomas Okoro wave to the crowd outside the harbour hall in Westmark on May 3."
CREDIT = "Petra Novak/Harbour Press/Pool via Northlight Images"
ADDRESS = "https://www.harbour-gazette.example/2025/05/03/ferry-line-reopens-after-long-winter/"


def fuse(text: str, random: Random) -> str:
    """Drop spaces in bursts: a few in a row, then none for a while."""
    words = text.split(" ")
    out, burst = [words[0]], 0
    for word in words[1:]:
        burst = burst - 1 if burst else (random.randint(1, 4) if random.random() < 0.08 else 0)
        out.append(word if burst else f" {word}")
    return "".join(out)


def wrap(text: str, random: Random) -> str:
    """Break paragraphs into lines, with or without blank lines between paragraphs."""
    width, gap = random.randint(45, 110), random.choice(["\n", "\n\n", "\n\n\n"])
    breaks_hyphens = random.random() < 0.5
    lines = [textwrap.fill(p, width, break_on_hyphens=breaks_hyphens) for p in text.split("\n") if p.strip()]
    return gap.join(lines)


def misdecode(text: str, _random: Random) -> str:
    """Read UTF-8 as windows-1252."""
    return text.encode().decode("cp1252", errors="replace")


def interrupt(text: str, random: Random) -> str:
    """Put page furniture, an address or a caption with its credit between two lines."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 3)):
        intruder = random.choice(
            [ADDRESS, "12", "Page 2 of 5", f"\n{CAPTION}\n{CREDIT}", "\n\n", "Read more: Ferry line reopens"]
        )
        lines.insert(random.randint(0, len(lines)), intruder)
    return "\n".join(lines)


def space_out(text: str, random: Random) -> str:
    """Put blanks where none belong: before commas, inside words, at line starts, doubled."""
    return re.sub(
        r"[, \n]", lambda m: m[0] if random.random() < 0.9 else random.choice([" ,", "  ", "\n ", "\t", m[0] * 2]), text
    )


def cut(text: str, random: Random) -> str:
    """Lose the end, as a broken transfer does."""
    return text[: random.randint(0, len(text))]


DAMAGES = (fuse, wrap, misdecode, interrupt, space_out, cut)
