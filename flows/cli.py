"""The command line: what may be said, and what is printed. The work is done in the files it calls.

Nothing heavy is imported before a command needs it: `copydesk clean` answers in under a second.
"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.terminal import complain, paint_for_output, put, put_bytes
from flows.words import CleanFormat, ExportFormat, Selection, UnknownArticleError

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.settings import Settings
    from flows.tally import Summary
    from models import Article, Rejection

REJECTED = 1
WRONG_USE = 2

app = typer.Typer(
    name="copydesk",
    help="Repairs raw news copy and gives out validated records with every edit in them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DeskOption = Annotated[Path | None, typer.Option("--desk", metavar="DIR", help="The desk's folder [default: desk]")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", min=1, help="Cap on one document [default: 20000000]")]


def main() -> None:
    """Run the command line."""
    # Looking for plugins reads the metadata of every package installed; our records have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A lexicon is many objects that stay: looking them through for garbage costs a tenth of a start.
    gc.set_threshold(100_000, 50, 50)
    try:
        app()
    except Exception as error:
        # A full disk or a lost database is no fault of ours to be traced; what was kept is kept.
        if not isinstance(error, OSError) and not type(error).__module__.startswith("sqlalchemy"):
            raise
        complain(f"{error}; once that is mended, the same command goes on from there")
        raise SystemExit(REJECTED) from None


@app.callback()
def _settings(
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings [default: copydesk.toml]")] = None,
) -> None:
    if config is not None:
        # Runs in other processes read the same file.
        os.environ["COPYDESK_CONFIG"] = str(config.resolve())


@app.command()
def clean(
    files: Annotated[list[str], typer.Argument(metavar="FILE...|-", help="Files, addresses, or - for standard input.")],
    output: Annotated[
        CleanFormat | None,
        typer.Option("--format", help="A record a line, the body only, or every edit [default: jsonl]"),
    ] = None,
    *,
    lines: Annotated[
        bool, typer.Option("--lines", help="Repair each line as a text of its own; nothing moves.")
    ] = False,
    media_type: Annotated[str | None, typer.Option(metavar="TYPE", help="Read as this, such as text/html.")] = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Clean documents at once and print them as they are done; nothing is kept.

    Example: copydesk clean story.html --format diff
    """
    if lines:
        if output not in (None, CleanFormat.TEXT) or media_type:
            _wrong("--lines prints lines of text; it goes with neither --format nor --media-type")
        raise typer.Exit(_clean_lines(files))
    from flows.at_once import clean_documents

    outcomes = clean_documents(files, media_type=media_type, max_bytes=max_bytes or _max_bytes())
    raise typer.Exit(_print_outcomes(outcomes, output or CleanFormat.JSONL))


def _print_outcomes(outcomes: "Iterator[Article | Rejection]", output: CleanFormat) -> int:
    """Print outcomes as they come; give the exit status."""
    from flows.at_once import shown_as
    from models import Rejection

    status = 0
    for outcome in outcomes:
        put(shown_as(output, outcome, paint_for_output()))
        if isinstance(outcome, Rejection):
            from flows.differences import sentence

            status = REJECTED
            complain(sentence(outcome))
    return status


def _clean_lines(files: list[str]) -> int:
    from flows.at_once import clean_lines

    status = 0
    for file in files:
        unreadable = 0
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
                for line in clean_lines(source):
                    put_bytes(line.data)
                    unreadable += not line.readable
        except OSError as error:
            complain(f"{file}: raw: unreadable: {error.strerror or error}; --lines reads files and standard input")
            status = REJECTED
        if unreadable:
            complain(f"{file}: parse: undecodable: {unreadable} lines are no UTF-8 and were left as they are")
            status = REJECTED
    return status


@app.command()
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, globs, addresses, feeds.")],
    desk: DeskOption = None,
    max_documents: Annotated[int | None, typer.Option(min=1, help="Documents taken at most.")] = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Take documents in, clean what is new, and keep everything in the desk; a Prefect flow run.

    Example: copydesk ingest incoming/ https://example.org/feed.xml --desk desk
    """
    place = _settings_of_user().at_desk(desk)
    with _prefect_at(place), _progress("Ingesting"):
        from flows.ingest import ingest as flow

        summary = flow(sources, desk=place.folder, max_documents=max_documents, max_bytes=max_bytes)
    _show_summary(summary, place)


@app.command()
def reprocess(
    names: Annotated[list[str] | None, typer.Argument(metavar="ID|FILE...", help="Articles by id, or files.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every document of the desk.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="What is rejected now.")] = False,
    tracked: Annotated[bool, typer.Option("--tracked", help="As a Prefect flow run.")] = False,
    desk: DeskOption = None,
) -> None:
    """Clean documents again from the raw store and show what changed against the earlier record.

    Example: copydesk reprocess incoming/story.html
    """
    if sum([bool(names), everything, rejected]) != 1:
        _wrong("name articles or files, or give one of --all and --rejected")
    place = _existing_desk(desk)
    selection = Selection.ALL if everything else Selection.REJECTED if rejected else Selection.NAMED
    try:
        if names and not tracked:
            raise typer.Exit(_reprocess_and_show(place, names))
        summary = _reprocess(place, selection, names or [], tracked=tracked)
    except UnknownArticleError as error:
        _wrong(str(error))
    _show_summary(summary, place)


def _reprocess_and_show(desk: "Desk", names: list[str]) -> int:
    from flows.again import reprocess_named

    status = 0
    for shown, rejected in reprocess_named(desk, names, paint_for_output()):
        put(shown)
        status = REJECTED if rejected else status
    return status


def _reprocess(desk: "Desk", selection: Selection, names: list[str], *, tracked: bool) -> "Summary":
    if not tracked:
        from flows.again import reprocess_here

        with _progress("Reprocessing"):
            return reprocess_here(desk, selection, names)
    with _prefect_at(desk), _progress("Reprocessing"):
        from flows.reprocess import reprocess as flow

        return flow(desk=desk.folder, selection=selection, names=names)


@app.command()
def schedule(desk: DeskOption = None) -> None:
    """Serve the sources of copydesk.toml on their cron schedules until interrupted.

    Example: copydesk --config copydesk.toml schedule
    """
    # Whoever watches a service wants to see its runs; it is read when Prefect is imported.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")
    from flows.schedule import CannotServeError, serve_schedules
    from flows.server import ServerFailedError

    settings = _settings_of_user()
    try:
        serve_schedules(settings, settings.at_desk(desk))
    except (CannotServeError, ServerFailedError) as error:
        _wrong(str(error))


@app.command()
def export(
    output: Annotated[ExportFormat, typer.Option("--format", help="What the records look like.")] = ExportFormat.JSONL,
    to: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Replace this file.")] = None,
    desk: DeskOption = None,
) -> None:
    """Print the desk's articles, one record for each id, in order of ids.

    Example: copydesk export --format jsonl > articles.jsonl
    """
    from flows.export import FORMATS, replace_file

    pieces = FORMATS[output](_existing_desk(desk))
    if to is not None:
        replace_file(to, pieces)
        return
    for piece in pieces:
        put_bytes(piece)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the records.

    Example: copydesk schema > outcome.json
    """
    import json

    from models import json_schema

    put(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


@app.command()
def forget(
    article: Annotated[str, typer.Argument(metavar="ID", help="The article's id.")],
    desk: DeskOption = None,
) -> None:
    """Remove an article for good: its bytes, its outcomes, and its place in the exports.

    Its source is not told: a later ingest of the same source brings the article back.

    Example: copydesk forget 0b8f6c1e-2f0d-5f0a-9c51-3f0f4a1b7a10
    """
    from flows.forget import forget_article

    try:
        removed = forget_article(_existing_desk(desk), article)
        put(f"Forgotten: {article}, with {removed} file{'' if removed == 1 else 's'} of bytes\n")
    except UnknownArticleError as error:
        _wrong(str(error))


def _wrong(message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(WRONG_USE)


def _settings_of_user() -> "Settings":
    from flows.settings import WrongSettingsError, load_settings

    try:
        return load_settings()
    except WrongSettingsError as error:
        _wrong(str(error))


def _max_bytes() -> int:
    """Give the cap on a document; the settings are read only where there are some, for reading them takes time."""
    if Path("copydesk.toml").is_file() or {"COPYDESK_CONFIG", "COPYDESK_MAX_BYTES"} & set(os.environ):
        return _settings_of_user().max_bytes
    from raw.receipt import MAX_BYTES

    return MAX_BYTES


def _existing_desk(folder: Path | None) -> "Desk":
    desk = _settings_of_user().at_desk(folder)
    if not desk.exists():
        _wrong(f"{desk.folder}: there is no desk here; `copydesk ingest SOURCE --desk {desk.folder}` makes one")
    return desk


@contextmanager
def _prefect_at(desk: "Desk") -> Iterator[None]:
    """Have a Prefect API to run flows on."""
    from flows.server import ServerFailedError, prefect_server
    from flows.watching import waiting

    with ExitStack() as server:
        try:
            with waiting("Starting Prefect"):
                server.enter_context(prefect_server(desk.prefect_home))
        except ServerFailedError as error:
            _wrong(str(error))
        yield


@contextmanager
def _progress(title: str) -> Iterator[None]:
    from flows.progress import listening
    from flows.watching import watching

    try:
        with watching(title) as listener, listening(listener):
            yield
    except KeyboardInterrupt:
        complain("interrupted; what is done is kept, and the same command goes on from there")
        raise


def _show_summary(summary: "Summary", desk: "Desk") -> NoReturn:
    from flows.watching import print_summary

    print_summary(summary, desk)
    raise typer.Exit(REJECTED if summary.rejections or summary.skipped_rejections else 0)


if __name__ == "__main__":
    main()
