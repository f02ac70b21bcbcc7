"""What commands print, called as a shell calls them but in this process."""

import json
import os
import signal
from pathlib import Path

import pytest
from click.testing import Result
from rich.progress import Progress
from typer.testing import CliRunner

from flows.commands.command_line import command_line
from flows.commands.interrupts import hearing_interrupts
from flows.commands.watching import Bar, Left, Rate
from flows.desk import Desk
from flows.export import rebuild_exports
from flows.runs.intake import ingest_documents, open_sources
from flows.runs.progress import Stoppable, listening
from flows.settings import WrongSettingsError, load_settings
from flows.settings_keys import keys_of
from tests.visitors import Hours


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder with a story, and with no settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("COPYDESK_")]:
        monkeypatch.delenv(name)
    Path("story.txt").write_text("They met on Tuesdayand they\nvoted for the bridge.\n", encoding="utf-8")


@pytest.fixture
def desk() -> Desk:
    """A desk that holds the story."""
    place = Desk(folder=Path("desk"))
    ingest_documents(place, open_sources(["story.txt"], max_bytes=1000))
    rebuild_exports(place)
    return place


def copydesk(*arguments: str, status: int = 0, **environment: str) -> Result:
    """Call a command."""
    done = CliRunner(env=environment).invoke(command_line(), arguments, prog_name="copydesk")
    assert done.exit_code == status, done.output
    return done


def test_undo_gives_the_source_back() -> None:
    """A document and its record give the same source text, and one rule's edits come back alone."""
    Path("record.jsonl").write_bytes(copydesk("clean", "story.txt").stdout_bytes)
    source = Path("story.txt").read_text(encoding="utf-8")
    for file in ("story.txt", "record.jsonl"):
        assert copydesk("undo", file).stdout == source
        assert "Tuesdayand they voted" in copydesk("undo", file, "--rule", "joined_words").stdout
    assert "did you mean 'joined_words'" in copydesk("undo", "story.txt", "--rule", "joined", status=2).stderr
    assert "holds no record with the id" in copydesk("undo", "record.jsonl", "--id", "x", status=2).stderr


def test_explain_shows_evidence_of_one_rule() -> None:
    """Each edit stands there with its evidence and what its rule is for; a rejection sets the status."""
    shown = copydesk("explain", "story.txt", "--rule", "joined_words").stdout
    assert "story.txt  1 edit\n" in shown
    assert "log-odds" in shown
    assert "Put the spaces back" in shown
    assert "wrapped_lines" not in shown
    assert "not_found" in copydesk("explain", "gone.txt", status=1).stdout


def test_figures_are_json_where_asked(desk: Desk) -> None:
    """--json prints one line that a program reads, --quiet nothing."""
    figures = json.loads(copydesk("reprocess", "--all", "--json", "--desk", str(desk.folder)).stdout)
    assert (figures["documents"], figures["articles"], figures["changed"]) == (1, 1, 0)
    assert copydesk("reprocess", "--all", "--quiet", "--desk", str(desk.folder)).output == ""


def test_a_summary_says_why_documents_were_rejected(desk: Desk) -> None:
    """Of the first rejections a run tells document, stage, reason and the way out, and of the others how many."""
    names = [f"{number}.txt" for number in range(7)]
    for name in names:
        Path(name).touch()
    ingest_documents(desk, open_sources(names, max_bytes=1000))
    told = copydesk("reprocess", "--rejected", status=1).stdout
    assert sum(f"{name}: parse: empty: The file is empty." in told for name in names) == 5
    assert "and 2 more rejections\n" in told


def test_reprocessing_what_stays_as_it_is_rebuilds_nothing(desk: Desk) -> None:
    """The exports are written anew only where a record is another one now."""
    written = (desk.exports / "articles.jsonl").stat().st_ino
    assert "no change" in copydesk("reprocess", "story.txt").stdout
    assert (desk.exports / "articles.jsonl").stat().st_ino == written


def test_a_desk_is_no_folder_of_documents(desk: Desk) -> None:
    """Its own files are never read as documents, neither where it is named nor where it lies in a folder."""
    for command in ("clean", "ingest"):
        assert "export --desk desk" in copydesk(command, str(desk.folder), status=2).stderr
    cleaned = copydesk("clean", ".").stdout.splitlines()
    assert [json.loads(line)["source"]["uri"] for line in cleaned] == ["story.txt"]


@pytest.mark.usefixtures("desk")
def test_export_writes_what_is_asked() -> None:
    """Records go to standard output, a file or a folder; what cannot be is wrong use and writes nothing."""
    (record,) = map(json.loads, copydesk("export", "--where", "language=en", "--fields", "id,text").stdout.splitlines())
    assert set(record) == {"id", "text"}
    assert copydesk("export", "--where", "language=de").stdout == ""
    assert copydesk("export", "--output", "a.jsonl.gz", "--quiet").output == ""
    assert Path("a.jsonl.gz").read_bytes().startswith(b"\x1f\x8b")
    copydesk("export", "--format", "markdown", "--output", "site")
    assert Path("site", f"{record['id']}.md").is_file()
    assert json.loads(copydesk("export", "--chunks", "50").stdout.splitlines()[0])["start"] == 0
    for wrong in (
        ("--where", "x=1"),
        ("--since", "soon"),
        ("--format", "parquet"),
        ("--fields", ","),
        ("--chunks", "90", "--fields", "id"),
        ("--format", "markdown", "--output", "story.txt"),
    ):
        assert copydesk("export", *wrong, status=2).stderr.startswith("copydesk: ")


def test_settings_are_told_without_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key is there with its value and where it comes from; a password is not."""
    Path("copydesk.toml").write_text(
        'max_bytes = 7\n[fetching.credentials]\n"https://news.example" = "ada:secret"\n'
        '[sources.wire]\narguments = ["https://ada:secret@news.example/feed"]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("COPYDESK_DATABASE", "postgresql+psycopg://ada:secret@db.example:5432/desk")
    keys = {key.name: key for key in keys_of(load_settings())}
    assert (keys["max_bytes"].value, keys["max_bytes"].origin) == (7, "copydesk.toml")
    assert keys["database"].value == "postgresql+psycopg://ada:***@db.example:5432/desk"
    assert keys["database"].origin == "COPYDESK_DATABASE"
    assert keys["timezone"].origin == "default"
    for arguments in (("config",), ("config", "--explain")):
        shown = copydesk(*arguments).stdout
        assert "secret" not in shown
        assert 'sources.wire = ["https://news.example/feed"]' in shown
        assert all(name in shown for name in keys if "NAME" not in name or "--explain" in arguments)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_bytes = 'much'", "max_bytes: must be a whole number, not 'much'"),
        ("[fetching]\ndelay = 3", "did you mean 'delay_seconds'"),
        ("[source.wire]\narguments = ['x']", "did you mean 'sources'"),
        ("database = 3", "database: must be text;"),
        ("fetching = 4", "fetching: must be a table, not 4"),
        ("[sources.wire]\ncron = '* * * * *'", "sources.wire.arguments: missing"),
    ],
)
def test_wrong_values_are_explained(text: str, message: str) -> None:
    """A wrong value is told with what it must be, a wrong key with the nearest right one."""
    Path("copydesk.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettingsError, match=message):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("COPYDESK_WORKERS", "many"), ("copydesk_fetching__attempts", "0"), ("COPYDESK_FETCHING", '{"delay": 3}')],
)
def test_wrong_values_of_the_environment_are_not_the_file_s(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """A wrong value is looked for where it was said: in the variable, though there is a file of settings, too."""
    Path("copydesk.toml").write_text("max_bytes = 7", encoding="utf-8")
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSettingsError, match=f"^{variable.upper()}: "):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "told"), [("COPYDESK_WORKRES", "did you mean COPYDESK_WORKERS"), ("copydesk_zz", "sets nothing")]
)
def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, told: str) -> None:
    """A variable that begins like ours and sets nothing is wrong, as an unknown key of the file is."""
    monkeypatch.setenv(variable, "2")
    with pytest.raises(WrongSettingsError, match=told):
        load_settings()


def test_shells_complete_commands_and_rules() -> None:
    """A shell that asks is given commands, and after --rule the names of rules."""
    for typed, expected in (("copydesk ex", "explain"), ("copydesk undo a.txt --rule photo_c", "photo_captions")):
        asked = {"_COPYDESK_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
        assert expected in copydesk(**asked).stdout.split()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", b'{"text": "They met."}\n'), ("a.json", b'{"text": "They met."}'), ("a.toml", b'desk = "desk"\n')],
)
def test_data_is_no_article(name: str, content: bytes) -> None:
    """Records and settings are not cleaned as if they were prose, and the message says what shows records."""
    Path(name).write_bytes(content)
    done = copydesk("clean", name, status=1)
    assert json.loads(done.stdout)["reason"] == "unsupported_media_type"
    assert ("copydesk explain" in done.stderr) == (not name.endswith(".toml"))


def test_progress_tells_rate_and_time_left_while_documents_are_found() -> None:
    """How fast a run is, and how long it takes, is told once one is handled, though more are found each moment."""
    clock = Hours()
    progress = Progress(get_time=clock)
    bar = Bar(progress, progress.add_task("Ingesting", total=None))
    (task,) = progress.tasks
    clock.sleep(10)
    bar.found(100)
    assert (Rate().render(task).plain, Left().render(task).plain) == ("", "")
    bar.handled(50)
    bar.found(100)
    assert (Rate().render(task).plain, Left().render(task).plain) == ("5.0/s", "0:00:30 left")
    bar.handled(150)
    assert Left().render(task).plain == ""


def test_the_list_of_commands_is_told_whole() -> None:
    """What each command does fits into one line of a terminal of 80 columns."""
    assert "..." not in copydesk("--help", COLUMNS="80").stdout.partition("Commands:")[2]


def test_a_preview_of_an_unknown_rule_is_refused(desk: Desk) -> None:
    """A rule that is not there would change nothing, which is no answer: the nearest one is named."""
    assert "did you mean 'joined_words'" in copydesk("preview", "--rule", "joined", status=2).stderr
    assert desk.exists()


def test_an_interrupt_is_told_at_once_and_ends_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever interrupts is told what is kept before anything is waited for, and no further document is begun."""
    heard = Stoppable()
    try:
        with (
            pytest.raises(KeyboardInterrupt),
            hearing_interrupts("it stays"),
            hearing_interrupts("x"),
            listening(heard),
        ):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert heard.stopped
    assert (
        capsys.readouterr().err == "copydesk: interrupted; it stays. This takes a moment; once more ends it at once\n"
    )


def test_ignored_interrupts_stay_ignored() -> None:
    """What a shell started in the background with interrupts ignored hears none."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with hearing_interrupts("all is kept"):
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_control_characters_do_not_reach_the_terminal(desk: Desk) -> None:
    """What a document or the name of a file holds moves no cursor and gives a terminal no commands."""
    lines = [f"The clerk counted {number} boats and went home before the rain." for number in range(40)]
    Path("a\x1bb.txt").write_text("\n\n".join(["The board \x1b]0;x\x07met on \x9bTuesday.", *lines]), encoding="utf-8")
    done = copydesk("explain", "a\x1bb.txt")
    assert "a␛b.txt" in done.stdout
    assert "␛]0;x␇met on \\x9bTuesday" in done.stdout
    assert desk.exists()
    for shown in (done.stdout, copydesk("reprocess", "a\x1bb.txt").stdout, copydesk("clean", "\x1b", status=1).stderr):
        assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_bodies_stand_apart() -> None:
    """Of several documents the bodies are divided by a blank line, as paragraphs are."""
    Path("empty.txt").touch()
    shown = copydesk("clean", "--format", "text", "empty.txt", "story.txt", "story.txt", status=1).stdout
    assert (
        shown
        == "They met on Tuesday and they voted for the bridge.\n\nThey met on Tuesday and they voted for the bridge.\n"
    )
