"""The floors under every measured figure, and the one that comes first held in every run of the tests."""

import pytest

from tests.bench import __main__ as bench
from tests.bench import harm
from tests.bench.corpora import NoDataError
from tests.bench.figures import broken, floors


@pytest.mark.parametrize("name", bench.BENCHES)
def test_every_benchmark_has_floors(name: str) -> None:
    """What is measured is pinned."""
    assert floors(name)


def test_a_figure_below_its_floor_is_told() -> None:
    """A figure that got worse, and one that is measured no longer, fail."""
    assert list(broken("harm", {"all, words changed per 10,000": 0.4})) == []
    assert len(list(broken("harm", {"all, words changed per 10,000": 0.6}))) == 1
    assert len(list(broken("harm", {}))) == 1


def test_clean_text_is_left_alone() -> None:
    """Repairs change next to nothing in the held-out tenth of clean text."""
    try:
        figures = harm.figures()
    except NoDataError as error:
        pytest.skip(str(error))
    assert list(broken("harm", figures)) == []
