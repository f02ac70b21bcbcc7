"""A PostgreSQL server of the tests' own, on loopback, with everything in a folder that goes with it."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
"""Where Debian keeps each release's programs, which are on nobody's path."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # nothing here has to outlive a power cut
    "max_connections": "40",
    "timezone": "Asia/Kolkata",  # moments have to come back in UTC all the same
}


def why_there_is_none() -> str | None:
    """Say what is missing to start a server; None when nothing is."""
    if not PROGRAMS:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.getuid() == 0 and not _unprivileged():
        return "PostgreSQL does not run as root, and there is no user `postgres`"
    return None


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Start a server and give its address up to the name of a database; its user must be able to get to the folder."""
    data, sockets = folder / "data", folder / "sockets"
    for each in (data, sockets):
        each.mkdir()
        if user := _unprivileged():
            shutil.chown(each, user)
    folder.chmod(0o711)
    _run("initdb", "--pgdata", data, "--username", "copydesk", "--auth", "trust", "--encoding", "UTF8", "--locale", "C")
    port = _free_port()
    options = {**SETTINGS, "port": str(port), "unix_socket_directories": str(sockets)}
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in options.items())
    _run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", sockets / "log")
    try:
        yield f"postgresql+psycopg://copydesk@127.0.0.1:{port}"
    finally:
        _run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", data)


def _run(program: str, *arguments: object) -> None:
    command = [str(PROGRAMS[-1] / program), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=_unprivileged(), cwd="/")


def _unprivileged() -> str | None:
    """Give the user to start it as, where we are root."""
    if os.getuid() != 0:
        return None
    return next((user.pw_name for user in pwd.getpwall() if user.pw_name == "postgres"), None)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
