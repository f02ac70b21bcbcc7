"""How fast plain text is cleaned on one core: `python -m tests.bench.speed [--documents N]`.

Whole documents go through `process`, from bytes to record, clean ones (the development tenth of `text/wcxb_dev`) and
damaged ones (the dev split of the damage laboratory, all readers), beside ftfy and wordninja on the same texts. Counted
are the words of the input and processor time, for each document the least of a few rounds. What the first document of a
process pays above the second is the loading of the lexicon and the models; a cold start is a whole `copydesk clean`.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from flows.pipeline import process
from models import RawDocument, Source
from tests.bench.corpora import DEVELOPMENT, NoDataError, articles_of
from tests.bench.figures import Figures
from tests.bench.lab.build import cache_folder, items

DOCUMENTS = 100
ROUNDS = 3
STARTS = 5

SAMPLE = Path(__file__).parents[2] / "raw" / "samples" / "fused-words-summit.txt"

LOADING = """
import sys, time
from flows.pipeline import process
from models import RawDocument, Source
content = open(sys.argv[1], "rb").read()
times = []
for _ in range(2):
    began = time.process_time()
    process(RawDocument(content=content, source=Source(uri="article.txt", media_type="text/plain")))
    times.append(time.process_time() - began)
print(times[0] - times[1])
"""


def words_per_second(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Measure how many words of the texts are worked off in a second of processor time.

    All texts are worked off before the first comes again, so that no tool has kept anything about it.
    """
    least = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for nth, text in enumerate(texts):
            began = time.process_time()
            work(text)
            least[nth] = min(least[nth], time.process_time() - began)
    return sum(len(text.split()) for text in texts) / sum(least)


def cleaned(text: str) -> object:
    """Send a text through the whole pipeline."""
    source = Source(uri="article.txt", media_type="text/plain")
    return process(RawDocument(content=text.encode("utf-8", "replace"), source=source))


def tools() -> dict[str, Callable[[str], object]]:
    """Give what is measured beside it, as far as it is installed."""
    import ftfy

    found: dict[str, Callable[[str], object]] = {"copydesk": cleaned, "ftfy alone": ftfy.fix_text}
    try:
        import wordninja
    except ImportError:
        return found
    return found | {"wordninja": wordninja.split}


def texts_of(documents: int) -> dict[str, list[str]]:
    """Give the clean and the damaged texts, as far as they are on this machine."""
    clean = [article.replace("\n", "\n\n") for article in articles_of(DEVELOPMENT)[:documents]]
    damaged = [item.damaged for item in items(cache_folder(None), 0, "dev")]
    spread = damaged[:: max(1, len(damaged) // documents)]
    return {kind: texts for kind, texts in (("clean", clean), ("damaged", spread)) if texts}


def loading() -> float:
    """Measure what the first document of a process pays above the second, in seconds of processor time."""
    command = [sys.executable, "-c", LOADING, str(SAMPLE)]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(STARTS))


def cold_start() -> float:
    """Measure a whole `copydesk clean FILE`, in seconds of processor time."""
    command = [sys.executable, "-m", "flows.cli", "clean", str(SAMPLE)]
    times = []
    for _ in range(STARTS):
        before = _children()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(_children() - before)
    return min(times)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def figures(documents: int = DOCUMENTS) -> Figures:
    """Measure speed, loading and a cold start, and print them.

    Raises:
        NoDataError: the data is not on this machine.
    """
    measured: Figures = {}
    for kind, texts in texts_of(documents).items():
        speeds = {name: words_per_second(work, texts) for name, work in tools().items()}
        for name, speed in speeds.items():
            sys.stdout.write(f"{kind} text, {name:12}{speed:12,.0f} words per second\n")
        measured[f"{kind} text, words per second"] = speeds["copydesk"]
        # A ratio says the same on a busy machine and on a fast one.
        measured[f"{kind} text, share of ftfy's speed"] = speeds["copydesk"] / speeds["ftfy alone"]
    for name, seconds in (("loading", loading()), ("cold start", cold_start())):
        sys.stdout.write(f"{name:24}{seconds:12.3f} s of processor time\n")
        measured[f"{name}, seconds"] = seconds
    return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    try:
        figures(parser.parse_args(arguments).documents)
    except NoDataError as error:
        sys.stdout.write(f"not measured: {error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
