"""What opens an article as its dateline, and what only looks like one."""

import time

import pytest

from clean.dateline import find_dateline


@pytest.mark.parametrize(
    ("opening", "place", "date_text", "agency"),
    [
        ("Lisbon, March 3 —The ferry came late.", "Lisbon", "March 3", None),
        (" Lisbon, March 3 — The ferry came late.", "Lisbon", "March 3", None),
        ("LISBON, 3 March 2024 (Lusa) – The ferry came late.", "LISBON", "3 March 2024", "Lusa"),
        ("PARIS (AP) — The ferry came late.", "PARIS", None, "AP"),
        ("PARIS, Sept. 14 (AFP) -- The ferry came late.", "PARIS", "Sept. 14", "AFP"),
        ("PORTLAND, Ore. (AP) — The ferry came late.", "PORTLAND, Ore.", None, "AP"),
        ("Rio de Janeiro (dpa) - The ferry came late.", "Rio de Janeiro", None, "dpa"),
        ("NEW DELHI, Jan 2 (Reuters) - The ferry came late.", "NEW DELHI", "Jan 2", "Reuters"),
        ("WASHINGTON (The Associated Press) — “We are late,” he said.", "WASHINGTON", None, "Associated Press"),
        ("HARRISBURG, Pa. (WXYZ) — The ferry came late.", "HARRISBURG, Pa.", None, "WXYZ"),
        ("GENEVA — The ferry came late.", "GENEVA", None, None),
        ("GENEVA—The ferry came late.", "GENEVA", None, None),
        ("Ferry late again\nBy Ana Reis\n\nLisbon, March 3 — The ferry came late.", "Lisbon", "March 3", None),
        ("LISBON, March 3, 2024 /PRNewswire/ -- The port", "LISBON", "March 3, 2024", "PRNewswire"),
        ("Berlin (dpa/tmn) - Die Fähre", "Berlin", None, "dpa/tmn"),
        ("Madrid (EFE).- El puerto", "Madrid", None, "EFE"),
    ],
)
def test_a_dateline_is_found(opening: str, place: str, date_text: str | None, agency: str | None) -> None:
    """Place, date and agency are read as they are printed."""
    found = find_dateline(opening)
    assert found is not None
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.date_text, found.agency) == (place, date_text, agency)


@pytest.mark.parametrize(
    ("byline", "opening", "place"),
    [
        ("Xiomara Quispe-Flanagan ", "COLUMBUS, Ohio — The ferry came late.", "COLUMBUS, Ohio"),
        ("Xiomara Quispe-Flanagan ", "COLUMBUS, Ohio (AP) — The ferry came late.", "COLUMBUS, Ohio"),
        ("By Ana Reis ", "LISBON — The ferry came late.", "LISBON"),
        ("Ana Reis and Li Na ", "RIO DE JANEIRO, March 3 — The ferry came late.", "RIO DE JANEIRO"),
        ("Ana Reis, Staff Writer ", "EL PASO, Texas (AP) — The ferry came late.", "EL PASO, Texas"),
        ("John F. Reis | ", "ST. LOUIS (AP) — The ferry came late.", "ST. LOUIS"),
        ("Ana Reis ", "ZÜRICH (Reuters) - The ferry came late.", "ZÜRICH"),
    ],
)
def test_a_byline_on_the_line_of_a_dateline_is_no_part_of_the_place(byline: str, opening: str, place: str) -> None:
    """The place begins where the capitals do that follow a name."""
    found = find_dateline(byline + opening)
    assert found is not None
    assert found.dateline is not None
    assert (found.dateline.place, found.start) == (place, len(byline))


@pytest.mark.parametrize(
    "place",
    [
        "Port MORESBY",
        "Washington DC",
        "Hong Kong SAR",
        "St. JOHN’S",
        "Addis Ababa, ETHIOPIA",
        "NEW YORK CITY",
        "McALLEN, Texas",
    ],
)
def test_a_place_may_be_partly_in_capitals(place: str) -> None:
    """A word or a sign of a place is not taken for the name of an author."""
    found = find_dateline(f"{place} (AFP) — The ferry came late.")
    assert found is not None
    assert found.dateline is not None
    assert found.dateline.place == place


def test_an_agency_alone_opens_an_article_too() -> None:
    """An agency without a place is no dateline, but it is the agency."""
    found = find_dateline("(Reuters) - Shares fell.")
    assert found is not None
    assert (found.dateline, found.agency) == (None, "Reuters")


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "The ferry — late again — came at nine.",
        "On Tuesday, March 3 — the day of the vote — it rained.",
        "Published March 3 — By Ana Reis",
        "Updated, March 3 — The ferry came late.",
        "Tuesday, March 3 — The ferry came late.",
        "EXCLUSIVE — The ferry came late.",
        "WATCH — The ferry came late.",
        "NASA — The agency came late.",
        "The World Health Organization (WHO) — the agency of the UN — came late.",
        "Ana Reis (37) — mother of two — was late.",
        "Lisbon, March 3 – 5 April",
        "Baden-Baden is a town.",
        "(see below) - The ferry came late.",
        "Open Monday - Friday",
        "The ferry (late).- It came at nine.",
        "Lisbon and/or Porto/ -- the ferry came late.",
        "Ana María REIS — The ferry came late.",
        "Ferry Traffic REPORT, March 3 – 5 April",
        "Late Ferries and LISBON — what to know",
        "The Lisbon FERRY, March 3 — The ferry came late.",
        "One\n" * 10 + "Lisbon, March 3 — The ferry came late.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(opening: str) -> None:
    """Doubt means that there is no dateline."""
    assert find_dateline(opening) is None


@pytest.mark.parametrize("unit", ["A", "A ", "A. ", "AB ", "Ab, ", "(A", "—", "\n", "Lisbon, March 3 "])
def test_a_hostile_opening_takes_no_time(unit: str) -> None:
    """Fifty thousand characters of anything are answered at once."""
    started = time.perf_counter()
    find_dateline(unit * 50_000)
    assert time.perf_counter() - started < 1
