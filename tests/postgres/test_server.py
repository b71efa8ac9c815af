"""The machinery that the other tests here stand on."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.postgres.server import Server, binaries, running


def test_a_database_copies_its_template(server: Server, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE part (sku text NOT NULL)")
        name = connection.info.dbname
    with psycopg.connect(server.create("copied", template=name)) as copy:
        assert copy.execute("SELECT count(*) FROM part").fetchone() == (0,)
    server.drop("copied")


def test_the_wheel_serves_where_no_postgres_is_installed() -> None:
    with running(binaries("wheel")) as wheel, psycopg.connect(wheel.dsn()) as connection:
        assert connection.info.server_version >= 150000


def test_a_folder_without_a_server_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="apt-get install postgresql"):
        binaries(str(tmp_path))
