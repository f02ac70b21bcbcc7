"""What tests of several files share."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from tests.postgres import postgres_server, why_there_is_none
from tests.visitors import HOSTS
from tests.web import Web, web_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, up to the name of a database."""
    if missing := why_there_is_none():
        pytest.skip(missing)
    # Not in pytest's own folder, into which another user may not look.
    with TemporaryDirectory(prefix="copydesk-") as folder, postgres_server(Path(folder)) as address:
        yield address


@pytest.fixture
def postgres_database(postgres: str) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(f"{postgres.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres}/{name}"


@pytest.fixture
def hosts() -> Iterator[list[Web]]:
    """Give web servers on three hosts."""
    with ExitStack() as serving:
        yield [serving.enter_context(web_server(host=host)) for host in HOSTS]


@pytest.fixture
def web() -> Iterator[Web]:
    """Give a web server of the test's own."""
    with web_server() as served:
        yield served
