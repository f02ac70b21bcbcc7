"""What a person at a terminal sees of a run: progress while it goes on, figures at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from flows.controls import visible
from flows.desk import Desk
from flows.export import FILES
from flows.runs.progress import Stoppable
from flows.runs.tally import Summary

SHOWN_CHANGES = 20

SHOWN_REJECTIONS = 5
"""Documents whose rejection is told in full; the file of rejections has them all."""


class Bar(Stoppable):
    """Moves a bar; the end of the bar moves too, while the sources go on giving."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        super().__init__()
        self._progress = progress
        self._task = task
        self._found = 0

    def found(self, documents: int) -> None:
        """Move the end."""
        self._found += documents
        self._progress.update(self._task, total=self._found)

    def handled(self, documents: int) -> None:
        """Move the bar."""
        self._progress.advance(self._task, documents)


class Rate(ProgressColumn):
    """How many documents are handled in a second."""

    def render(self, task: Task) -> Text:
        """Give it, or nothing before there is one."""
        speed = speed_of(task)
        return Text(f"{speed:,.1f}/s" if speed else "", style="progress.data.speed")


class Left(ProgressColumn):
    """How long it may still take."""

    max_refresh = 0.5  # a guess that changes faster is read by nobody

    def render(self, task: Task) -> Text:
        """Give it in hours, minutes and seconds, or nothing before it can be guessed."""
        speed = speed_of(task)
        left = f"{timedelta(seconds=round((task.remaining or 0) / speed))} left" if speed and not task.finished else ""
        return Text(left, style="progress.remaining")


def speed_of(task: Task) -> float | None:
    """Tell how many are handled in a second: lately, or, while new ones are found, on the average so far."""
    average = task.completed / task.elapsed if task.completed and task.elapsed else None
    return task.finished_speed or task.speed or average


@contextmanager
def watching(title: str) -> Iterator[Stoppable]:
    """Show on standard error, if it is a terminal, how far a run is, how fast it goes and how long it may take."""
    console = Console(stderr=True)
    counts = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
    times = (TimeElapsedColumn(), Left())
    with Progress(*counts, *times, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress, progress.add_task(title, total=None))


@contextmanager
def waiting(for_what: str) -> Iterator[None]:
    """Show that something takes a while, if standard error is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(for_what):
        yield


def print_summary(summary: Summary, desk: Desk) -> None:
    """Print the figures of a run, why the first documents were rejected, what changed, and where the records are."""
    console = Console(soft_wrap=True, highlight=False)
    console.print(_table(summary))
    for refused in summary.refused[:SHOWN_REJECTIONS]:
        console.print(visible(refused.sentence), markup=False)
    if summary.rejections > SHOWN_REJECTIONS:
        console.print(f"and {summary.rejections - SHOWN_REJECTIONS:,} more rejections")
    for change in summary.changes[:SHOWN_CHANGES]:
        console.print(visible(f"{change.id}  {change.uri}: {', '.join(change.fields)}"), markup=False)
    if summary.changed > SHOWN_CHANGES:
        console.print(f"and {summary.changed - SHOWN_CHANGES:,} more changed; `copydesk reprocess ID` shows one")
    for name, kind in FILES.items():
        console.print(f"{kind.capitalize()}s: {desk.exports / name}", markup=False)


def _table(summary: Summary) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    again = f", {summary.skipped_rejections:,} of them rejected then" if summary.skipped_rejections else ""
    rows = {
        "Articles": summary.articles,
        "Rejections": summary.rejections,
        **{f"  {reason}": count for reason, count in summary.reasons.items()},
        **({f"Handled before{again}": summary.skipped} if summary.skipped else {}),
        **({"Changed": summary.changed} if summary.changed else {}),
        "Documents": summary.documents,
    }
    for name, count in rows.items():
        table.add_row(name, f"{count:,}")
    table.add_row("Seconds", f"{summary.seconds:,.1f}")
    return table
