"""Two databases for two worlds: files on SQLite; on a PostgreSQL server two new ones, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def two(url: str) -> Iterator[tuple[str, str]]:
    """Their addresses; empty for SQLite, where each world has a file in a folder of its own."""
    if not url:
        yield "", ""
        return
    names = [f"huaihai_bench_{os.getpid()}_{which}" for which in ("small", "big")]
    with psycopg.connect(url, autocommit=True) as server:
        for name in names:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            first, second = (urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for name in names)
            yield first, second
        finally:
            for name in names:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
