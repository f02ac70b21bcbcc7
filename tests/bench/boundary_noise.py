"""Damages the spaces and letters of clean text in the ways that OCR and PDF extraction do, for training."""

import random
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNTOLD = 2
"""Label of a gap that is not asked about: at a line end, beside what was inserted."""

LINE_END = 2

CONFUSIONS = {
    "rn": "m", "m": "rn", "l": "1I|t", "I": "l|1!", "O": "0", "0": "O", "e": "c", "c": "e", "i": "lj!", "t": "lf",
    "h": "b", "n": "u", "u": "n", "ri": "n", "cl": "d", "li": "h", "’": "'`", "“": "\"‘", "”": "\"’", ",": ".;",
    ".": ",", "a": "o", "o": "a", "s": "S8", "g": "q9", "w": "vv", "vv": "w", "f": "t", "fi": "h", "–": "-~—", "-": "—",
}  # fmt: skip
SPECKS = "‘“'.,-~|_:;"


class Damaged(NamedTuple):
    """A damaged text and, for each of its letters, whether a space belongs before it (1, 0 or UNTOLD)."""

    text: str
    labels: NDArray[np.uint8]


class Examples(NamedTuple):
    """Rows of letters: what is seen of them, and the label of the gap before each."""

    classes: NDArray[np.uint8]
    numbers: NDArray[np.uint8]
    labels: NDArray[np.uint8]


class _State(NamedTuple):
    letters: list[str]
    gaps: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def damage(lines: list[str], chance: random.Random) -> Damaged:
    """Damage the lines of a clean text, each a paragraph."""
    noise = np.random.default_rng(chance.getrandbits(32))
    style = chance.choices(("clean", "bursts", "letters", "uniform", "solid"), weights=(30, 28, 14, 22, 6))[0]
    state = _state_of([_with_names(line, chance) for line in lines] if style == "clean" else lines)
    if chance.random() < (0.75 if style in {"bursts", "letters"} else 0.4):
        state = _wrapped(state, chance)
    gaps = state.gaps.copy()
    gaps[(gaps == 1) & (noise.random(len(gaps)) < _chance_of_loss(style, state, chance, noise))] = 0
    if style == "uniform" or (style != "clean" and chance.random() < 0.1):
        gaps[(state.gaps == 0) & (noise.random(len(gaps)) < _chance_of_gain(len(gaps), chance, noise))] = 1
    state = state._replace(gaps=gaps)
    if style != "clean" and chance.random() < 0.35:
        state = _misread(state, chance)
    return _text_of(state)


def _with_names(line: str, chance: random.Random) -> str:
    """Put a name that is written in one word into some lines: of a user, a product, a host, a file."""
    words = line.split(" ")
    plain = [word for word in words if word.isalpha() and word.islower() and len(word) > 2]
    if len(plain) < 3 or chance.random() > 0.12:
        return line
    parts = chance.sample(plain, 2)
    name = chance.choice(
        (
            f"@{''.join(parts)}", f"#{''.join(parts)}", f"{''.join(parts)}{chance.randint(1, 2030)}",
            f"{parts[0]}_{parts[1]}", f"{''.join(parts)}.{chance.choice(('com', 'org', 'net', 'txt', 'py'))}",
            f"{parts[0]}{parts[1].title()}", f"{parts[0].title()}{parts[1].title()}", f"{parts[0]}{parts[1].upper()}",
            f"“{''.join(parts)}”", f"u/{''.join(parts)}", f"{parts[0].title()}{parts[1]}",
        )
    )  # fmt: skip
    at = chance.randrange(1, len(words))
    return " ".join([*words[:at], name, *words[at:]])


def _chance_of_loss(
    style: str, state: _State, chance: random.Random, noise: np.random.Generator
) -> NDArray[np.float64] | float:
    """Give the chance that a space is lost, before each letter or everywhere."""
    match style:
        case "bursts":
            return _in_bursts(state, chance, noise)
        case "letters":
            return _by_letters(state, chance, noise)
        case "uniform":
            return chance.choice((0.01, 0.03, 0.1, 0.2, 0.4))
        case "solid":
            return chance.choice((0.8, 0.95, 1.0))
    return 0.0


def _chance_of_gain(size: int, chance: random.Random, noise: np.random.Generator) -> NDArray[np.float64] | float:
    """Give the chance that a space is put inside a word."""
    rate = chance.choice((0.002, 0.005, 0.02, 0.05))
    return rate * _patches(size, chance, noise) if chance.random() < 0.4 else rate


def _state_of(lines: list[str]) -> _State:
    letters: list[str] = []
    gaps: list[int] = []
    for line in lines:
        first = True
        for word in line.split():
            letters += word
            gaps += [LINE_END if first else 1, *([0] * (len(word) - 1))]
            first = False
    marks = np.array(gaps, np.uint8)
    return _State(letters, marks, np.where(marks == LINE_END, UNTOLD, marks).astype(np.uint8))


def _wrapped(state: _State, chance: random.Random) -> _State:
    """Break the lines at a width, some words with a hyphen."""
    width, hyphens = chance.randint(28, 100), chance.choice((0.0, 0.0, 0.3, 0.8))
    letters: list[str] = []
    gaps: list[int] = []
    labels: list[int] = []
    starts = [*np.flatnonzero(state.gaps != 0).tolist(), len(state.letters)]
    column = 0
    for start, end in pairwise(starts):
        gap, label, head = int(state.gaps[start]), int(state.labels[start]), 0
        if gap == LINE_END:
            column = 0
        elif column + end - start + 1 > width:
            head = _break(state.letters[start:end], width - column - 2) if chance.random() < hyphens else 0
            if head:
                letters += [*state.letters[start : start + head], "-"]
                gaps += [gap, *([0] * head)]
                labels += [label, *([0] * (head - 1)), UNTOLD]
            gap, label, column = LINE_END, UNTOLD, 0
        letters += state.letters[start + head : end]
        gaps += [gap, *([0] * (end - start - head - 1))]
        labels += [label, *state.labels[start + head + 1 : end].tolist()]
        column += end - start - head + 1
    return _State(letters, np.array(gaps, np.uint8), np.array(labels, np.uint8))


def _break(word: list[str], room: int) -> int:
    """Give how many letters of a word stay on its line; 0 where it is not broken."""
    return room if 2 <= room <= len(word) - 3 and "".join(word).isalpha() else 0


def _in_bursts(state: _State, chance: random.Random, noise: np.random.Generator) -> NDArray[np.float64]:
    """Lose spaces line by line, or in patches where there are no lines."""
    share, heavy = chance.uniform(0.05, 1.0), chance.random()
    lines = np.cumsum(state.gaps == LINE_END)
    rate = np.where(
        noise.random(lines[-1] + 1) < heavy,
        noise.uniform(0.7, 1.0, lines[-1] + 1),
        noise.uniform(0.1, 0.7, lines[-1] + 1),
    )
    by_line = np.where(noise.random(lines[-1] + 1) < share, rate, 0.0)[lines]
    return by_line * _patches(len(lines), chance, noise) if chance.random() < 0.4 else by_line


def _patches(size: int, chance: random.Random, noise: np.random.Generator) -> NDArray[np.float64]:
    """Give 1 in some stretches and 0 in the others."""
    length = chance.choice((15, 40, 120, 400))
    on = noise.random(size // length + 2) < chance.uniform(0.1, 0.7)
    shift = chance.randrange(length)
    return on[(np.arange(size) + shift) // length].astype(np.float64)


def _by_letters(state: _State, chance: random.Random, noise: np.random.Generator) -> NDArray[np.float64]:
    """Lose spaces mostly beside some letters, as coarse scans do."""
    codes = np.array([ord(letter) % 256 for letter in state.letters])
    left, right = noise.beta(0.5, 1.2, 256), noise.beta(0.5, 1.2, 256)
    before = np.concatenate([[0], codes[:-1]])
    return chance.choice((0.2, 0.6, 1.5)) * left[before] * right[codes] * 2


def _misread(state: _State, chance: random.Random) -> _State:
    """Misread some letters."""
    rate = chance.choice((0.002, 0.006, 0.02, 0.04))
    letters: list[str] = []
    gaps: list[int] = []
    labels: list[int] = []
    at, size = 0, len(state.letters)
    while at < size:
        if chance.random() >= rate:
            letters.append(state.letters[at])
            gaps.append(int(state.gaps[at]))
            labels.append(int(state.labels[at]))
            at += 1
            continue
        pair = (
            "".join(state.letters[at : at + 2])
            if at + 1 < size and not state.gaps[at + 1] and not state.labels[at + 1]
            else ""
        )
        true = pair if pair in CONFUSIONS else state.letters[at]
        how = chance.random()
        if how < 0.6 and true in CONFUSIONS:
            options = CONFUSIONS[true]
            read = options if options in {"rn", "vv", "m", "w", "n", "d", "h"} else chance.choice(options)
            letters += read
            gaps += [int(state.gaps[at]), *([0] * (len(read) - 1))]
            labels += [int(state.labels[at]), *([0] * (len(read) - 1))]
            at += len(true)
        elif how < 0.8:
            # A letter is lost: the gap before it and the one after it are one.
            if at + 1 < size:
                state.gaps[at + 1] = max(state.gaps[at], state.gaps[at + 1])
                state.labels[at + 1] = (
                    UNTOLD
                    if UNTOLD in (state.labels[at], state.labels[at + 1])
                    else max(state.labels[at], state.labels[at + 1])
                )
            at += 1
        else:
            letters += [chance.choice(SPECKS), state.letters[at]]
            gaps += [int(state.gaps[at]), 0]
            labels += [int(state.labels[at]), 0]
            at += 1
    return _State(letters, np.array(gaps, np.uint8), np.array(labels, np.uint8))


def _text_of(state: _State) -> Damaged:
    marks = ("", " ", "\n")
    gaps = state.gaps.tolist()
    text = "".join(f"{marks[gap]}{letter}" for gap, letter in zip(gaps, state.letters, strict=True))
    return Damaged(text, state.labels)
