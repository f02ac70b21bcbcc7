"""The command line as a shell script meets it: output, exit statuses, and how long it takes."""

import json
import os
import pty
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.desk import Desk
from flows.runs.intake import ingest_documents, open_sources

ROOT = Path(__file__).parent.parent
COPYDESK = [sys.executable, "-m", "flows.cli"]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with no settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("COPYDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    Path("good.txt").write_text("The council met on Tuesday and voted for the new bridge.\n", encoding="utf-8")
    Path("empty.txt").touch()


def copydesk(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run the command line."""
    return subprocess.run([*COPYDESK, *arguments], input=given, capture_output=True, check=False, timeout=120)


def test_version_is_that_of_the_records() -> None:
    """What `--version` says stands in every record that this installation makes."""
    (record,) = map(json.loads, copydesk("clean", "good.txt").stdout.splitlines())
    assert copydesk("--version").stdout.decode() == f"copydesk {record['pipeline_version']}\n"


def test_a_record_of_a_newer_release_is_told() -> None:
    """What a release that came later wrote ends a command with the way out, not with a traceback."""
    record = json.loads(copydesk("clean", "good.txt").stdout)
    Path("newer.jsonl").write_text(json.dumps(record | {"schema_version": "10.0", "mood": "glad"}), encoding="utf-8")
    done = copydesk("explain", "newer.jsonl")
    assert done.returncode == 1
    assert b"a record of schema 10.0 is from a newer Copydesk" in done.stderr
    assert b"Traceback" not in done.stderr


def test_clean_prints_a_record_a_line() -> None:
    """Each file becomes one JSON line on standard output, and status 0 says that all are articles."""
    done = copydesk("clean", "good.txt", "good.txt")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert (first["outcome"], first["source"]["uri"]) == ("article", "good.txt")
    assert (done.returncode, done.stderr) == (0, b"")


def test_rejections_are_printed_and_set_the_status() -> None:
    """What is rejected is printed like the rest, told on standard error with stage and reason, and gives status 1."""
    done = copydesk("clean", "gone.txt", "good.txt", "empty.txt")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["outcome"] for record in records] == ["rejection", "article", "rejection"]
    complaints = done.stderr.decode().splitlines()
    assert complaints[0].startswith("copydesk: gone.txt: raw: not_found: ")
    assert complaints[1].startswith("copydesk: empty.txt: parse: empty: ")
    assert done.returncode == 1


def test_clean_reads_standard_input() -> None:
    """`-` stands for standard input, and --format text prints the body only."""
    done = copydesk("clean", "-", "--format", "text", given=b"The ferry was late again, the harbour master said.\n")
    assert done.stdout == b"The ferry was late again, the harbour master said.\n"
    assert done.returncode == 0


def test_media_type_can_be_named() -> None:
    """--media-type reads a document as what it is said to be."""
    page = b"<html><body><article><h1>Bridge</h1><p>The council voted for the bridge.</p></article></body></html>"
    done = copydesk("clean", "-", "--media-type", "application/x-unknown", given=page)
    assert json.loads(done.stdout)["reason"] == "unsupported_media_type"
    assert done.returncode == 1


def test_cap_is_kept() -> None:
    """A file over --max-bytes, or over the settings' cap, is rejected as too large."""
    assert json.loads(copydesk("clean", "good.txt", "--max-bytes", "10").stdout)["reason"] == "too_large"
    Path("copydesk.toml").write_text("max_bytes = 10\n", encoding="utf-8")
    assert json.loads(copydesk("clean", "good.txt").stdout)["reason"] == "too_large"


def test_diff_has_no_colour_when_piped() -> None:
    """--format diff names each edit and what it changed; colour is for terminals only."""
    damaged = "It’s â€œnewâ€\x9d, they said of the bridge.\n".encode()
    done = copydesk("clean", "-", "--format", "diff", given=damaged)
    assert b"\x1b" not in done.stdout
    assert b"characters  repair" in done.stdout
    assert done.stdout.splitlines()[3].startswith(b"  - ")


def test_diff_is_coloured_on_a_terminal() -> None:
    """On a terminal the text before is red and the text after green, unless NO_COLOR is set."""
    Path("bad.txt").write_text("The cafÃ© on the new bridge opened.\n", encoding="utf-8")
    assert b"\x1b[31m" in on_a_terminal("clean", "bad.txt", "--format", "diff")
    assert b"\x1b" not in on_a_terminal("clean", "bad.txt", "--format", "diff", NO_COLOR="1")


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """Give what the command line writes to a terminal."""
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    base = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        [*COPYDESK, *arguments], stdout=theirs, env={**base, "TERM": "xterm", **environment}, check=False, timeout=60
    )
    assert done.returncode == 0
    written = os.read(ours, 1_000_000)
    os.close(ours)
    os.close(theirs)
    return written


LINES = "One café.\r\n\n  two\u2028half \r three\n\nlast without an end".encode()


def test_lines_come_out_as_they_went_in() -> None:
    r"""--lines ends a line at "\n" only: as many come out, in order, blank ones blank, with the ends they had."""
    done = copydesk("clean", "--lines", "-", given=LINES)
    assert done.stdout.count(b"\n") == LINES.count(b"\n")
    first, second, _, fourth, last = done.stdout.split(b"\n")
    assert first.endswith(b"\r")
    assert (second, fourth, last) == (b"", b"", b"last without an end")
    assert done.returncode == 0


def test_line_that_cannot_be_read_stays() -> None:
    """A line that is no UTF-8 comes out as it went in, and status 1 says so."""
    done = copydesk("clean", "--lines", "-", given=b"fine\n\xff\xfe\nfine\n")
    assert done.stdout == b"fine\n\xff\xfe\nfine\n"
    assert done.returncode == 1
    assert done.stderr == b"copydesk: -: clean: undecodable: 1 line left as found\n"


@pytest.mark.parametrize("arguments", ["-", "--lines -"])
def test_a_closed_standard_input_is_told(arguments: str) -> None:
    """A program that was started without standard input says so to who names it."""
    command = " ".join([*COPYDESK, "clean", arguments, "<&-"])
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(b"copydesk: -: raw: unreadable: this process has no standard input")


def test_lines_are_answered_one_by_one() -> None:
    """Each line is answered before the next one is read."""
    with subprocess.Popen(
        [*COPYDESK, "clean", "--lines", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        for line in (b"one line\n", b"another line\n"):
            running.stdin.write(line)
            running.stdin.flush()
            assert running.stdout.readline() == line
        running.stdin.close()
        assert running.wait(30) == 0


def test_reader_that_leaves_is_no_trouble() -> None:
    """`copydesk ... | head -1` ends without a traceback."""
    Path("long.txt").write_text("The council met on Tuesday.\n" * 50_000, encoding="utf-8")
    command = " ".join([*COPYDESK, "clean", "--lines", "long.txt", "|", "head", "-n", "1"])
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == (b"The council met on Tuesday.\n", b"")


@pytest.mark.parametrize("arguments", [("clean", "good.txt"), ("clean", "--lines", "good.txt"), ("schema",)])
@pytest.mark.parametrize(("output", "status"), [("/dev/full", 1), ("&-", 0)])
def test_output_that_cannot_be_written_is_told(arguments: tuple[str, ...], output: str, status: int) -> None:
    """A full disk behind standard output is told as that, and no input is blamed; a closed one is nobody's wish."""
    command = f"{' '.join([*COPYDESK, *arguments])} >{output}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.returncode == status
    told = b"copydesk: the output cannot be written: No space left on device\n" if status else b""
    assert done.stderr == told


def test_complaints_that_nobody_hears_stop_nothing() -> None:
    """Who stops listening to standard error gets every record all the same."""
    unheard, ours = os.pipe()
    os.close(unheard)
    done = subprocess.run(
        [*COPYDESK, "clean", "gone.txt", "good.txt"], stdout=subprocess.PIPE, stderr=ours, check=False, timeout=60
    )
    os.close(ours)
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["rejection", "article"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean",),
        ("clean", "good.txt", "--format", "html"),
        ("clean", "good.txt", "--lines", "--format", "diff"),
        ("reprocess",),
        ("reprocess", "good.txt", "--all"),
        ("export", "--desk", "nowhere"),
        ("export", "--format", "html"),
        ("forget", "nobody", "--desk", "nowhere"),
        ("schedule",),
        ("--config", "gone.toml", "export"),
        ("unknown",),
    ],
)
def test_wrong_use_gives_status_2(arguments: tuple[str, ...]) -> None:
    """Wrong use says what is wrong on standard error, prints nothing else, and makes no desk."""
    done = copydesk(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert not Path("desk").exists()


def test_trouble_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Prefect server that does not answer, or a database that is none, is told without a traceback."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    done = copydesk("ingest", "good.txt")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"unset PREFECT_API_URL" in done.stderr
    Path("desk").mkdir(exist_ok=True)
    Path("desk/copydesk.db").write_text("this is no database, but a text\n" * 100, encoding="utf-8")
    done = copydesk("export")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"not a database" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("COPYDESK_DATABASE", "postgresql+psycopg://ada:secret@127.0.0.1:1/desk", "ada:***@127.0.0.1:1/desk: conn"),
        ("COPYDESK_DATABASE", "ada:secret", "`database` in the settings: Could not parse"),
        ("COPYDESK_DATABASE", "mysql://ada:secret@db.example/desk", "postgresql+psycopg://..."),
        ("COPYDESK_BUCKET", "nowhere://bucket/raw", "nowhere://bucket/raw: Protocol not known"),
    ],
)
def test_what_cannot_be_opened_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str) -> None:
    """A database or bucket that cannot be opened is told by its address, without a password in it or a traceback."""
    Desk(folder=Path("desk")).open_store().close()
    monkeypatch.setenv(variable, value)
    done = copydesk("preview")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert told in done.stderr.decode()
    assert b"secret" not in done.stderr


def test_a_statement_that_fails_is_not_repeated() -> None:
    """What a database did not take is told without the statement, in which whole documents stand."""
    desk = Desk(folder=Path("desk"))
    ingest_documents(desk, open_sources(["good.txt"], max_bytes=1000))
    with closing(sqlite3.connect("desk/copydesk.db")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON outcomes BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    done = copydesk("reprocess", "--all", "--quiet")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("copydesk: the database: disk is full; ")
    assert b"council" not in done.stderr


def test_help_shows_an_example_of_each_command() -> None:
    """The help of every command holds an example."""
    commands = copydesk("--help").stdout.decode().partition("Commands:")[2].split("\n  ")[1:]
    names = [line.split()[0] for line in commands if not line.startswith(" ")]
    assert names == [
        "clean",
        "explain",
        "undo",
        "ingest",
        "reprocess",
        "schedule",
        "export",
        "report",
        "preview",
        "forget",
        "schema",
        "config",
    ]
    for name in names:
        assert "Example: copydesk " in copydesk(name, "--help").stdout.decode()


def test_schema_is_printed() -> None:
    """`copydesk schema` prints the JSON Schema of the records."""
    assert json.loads(copydesk("schema").stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_clean_imports_neither_prefect_nor_the_store() -> None:
    """`copydesk clean` of a text imports no Prefect, SQLAlchemy, alembic, trafilatura, pypdfium2 or rich."""
    heavy = ("prefect", "sqlalchemy", "alembic", "trafilatura", "pypdfium2", "pydantic_settings", "rich", "urllib3")
    script = (
        f"import sys\nfrom flows.cli import main\ntry: main()\nfinally: print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, "clean", "good.txt"], capture_output=True, check=False)
    assert done.stdout.splitlines()[-1] == b"[]", done


NO_PROCESSES = """
import os, sys
from flows.cli import main

def refuse():
    raise BlockingIOError(11, "Resource temporarily unavailable")

os.fork = refuse
main()
"""


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["clean", "--formt", "good.txt"], 2, "No such option"),
        (["clean", "good.txt"], 1, "copydesk: Resource temporarily unavailable; once that is mended"),
    ],
)
def test_that_no_worker_can_be_begun_is_told_by_who_needs_one(arguments: list[str], status: int, told: str) -> None:
    """Where the system has no process to give, a wrong use is told as anywhere, and a document in a sentence."""
    command = [sys.executable, "-c", NO_PROCESSES, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_while_the_program_starts_is_no_error() -> None:
    """Ctrl-C before the command is known ends the program as one that was interrupted."""
    script = (
        "import sys, flows.cli\nflows.cli._will_handle_documents = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)\n"
    )
    command = [sys.executable, "-c", f"{script}flows.cli.main()", "clean", "good.txt"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def test_clean_of_one_file_takes_less_than_a_second() -> None:
    """From a cold start a small file is cleaned in under a second of computing; the best of five, on busy machines."""
    copydesk("clean", "good.txt")
    assert min(computing("clean", "good.txt") for _ in range(5)) < 1.0


def computing(*arguments: str) -> float:
    """Give the seconds that a command computes; what it waits for other programs on the machine is not its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    copydesk(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
