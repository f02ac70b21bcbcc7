"""What a run did, as Prefect shows it: one artifact for each run."""

from collections.abc import Iterable, Iterator, Mapping

from flows.desk import Desk
from flows.export import FILES
from flows.runs.tally import Refused, Summary

SHOWN = 20
"""Rejected documents and hosts that a report names; the log of the run names them all."""


class TooManyRejectedError(RuntimeError):
    """More of a run's documents were rejected than may be; what was handled is kept, and exported."""

    def __init__(self, summary: Summary, most: float) -> None:
        super().__init__(
            f"{summary.rejections:,} of {summary.articles + summary.rejections:,} documents were rejected, "
            f"which is more than {most:.0%} (max_rejected_share); what became of them is kept"
        )
        self.summary = summary


def is_too_much(summary: Summary, most: float) -> bool:
    """Tell whether of the documents that a run handled more than this share was rejected."""
    return summary.rejections > most * (summary.articles + summary.rejections)


def report(summary: Summary, desk: Desk) -> str:
    """Write the report of a run in Markdown: figures, rejections by reason, slowest hosts, and where everything is."""
    sections = {
        "Documents": _table(("", "documents"), _counts(summary)),
        "Rejections by reason": _table(("reason", "documents"), summary.reasons),
        f"Rejected (the first {SHOWN})": _rejected(summary.refused[:SHOWN]),
        "Slowest hosts": _table(("host", "seconds waited"), _slowest(summary.waited)),
        "Where it is": "\n".join(f"- {name}: `{place}`" for name, place in _places(summary, desk).items()),
    }
    return "\n\n".join(f"## {title}\n\n{body}" for title, body in sections.items() if body) + "\n"


def _counts(summary: Summary) -> dict[str, object]:
    figures = {
        "articles": summary.articles,
        "rejections": summary.rejections,
        "handled before": summary.skipped,
        "changed": summary.changed,
        "all": summary.documents,
    }
    return {**{name: count for name, count in figures.items() if count}, "seconds": f"{summary.seconds:,.1f}"}


def _slowest(waited: Mapping[str, float]) -> dict[str, str]:
    slowest = sorted(waited.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    return {f"`{host}`": f"{seconds:,.1f}" for host, seconds in slowest}


def _rejected(refused: Iterable[Refused]) -> str:
    return "\n".join(f"- {_link(each.uri)}: {each.reason.value}: {_plain(each.detail)}" for each in refused)


def _link(uri: str) -> str:
    return f"<{uri}>" if uri.startswith(("http://", "https://")) and not set(uri) & set("<> \n") else f"`{_plain(uri)}`"


def _places(summary: Summary, desk: Desk) -> dict[str, object]:
    exports = {name: desk.exports / name for name in FILES}
    return {**exports, "log": summary.log, "review pages": desk.reviews}


def _table(head: tuple[str, str], rows: Mapping[str, object]) -> str:
    lines: Iterator[str] = (f"| {name} | {value} |" for name, value in rows.items())
    return "\n".join([f"| {head[0]} | {head[1]} |", "| --- | ---: |", *lines]) if rows else ""


def _plain(text: str) -> str:
    """Take out what Markdown would take for its own."""
    return " ".join(text.replace("`", "'").replace("<", "‹").split())
