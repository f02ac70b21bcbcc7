"""What tests of several files share."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.postgres import postgres_server, why_there_is_none


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server, up to the name of a database."""
    if missing := why_there_is_none():
        pytest.skip(missing)
    with postgres_server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture
def postgres_database(postgres: str) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(f"{postgres.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres}/{name}"
