"""What SQLite notes of its tables helps it to plan, and takes no memory of each connection."""

from contextlib import closing

from huaihai.kit.integrity import LOOK
from huaihai.kit.sqlite.driver import Database


def test_rows_are_counted_and_no_examples_are_kept() -> None:
    with closing(Database.connect(":memory:", isolation_level=None)) as held:
        held.execute("CREATE TABLE cases (id INTEGER PRIMARY KEY, city TEXT)")
        held.executemany("INSERT INTO cases (city) VALUES (?)", [(f"3{n % 10}",) for n in range(3_000)])
        held.execute("CREATE INDEX by_city ON cases (city)")
        held.execute("ANALYZE")  # as somebody may have done by hand
        for statement in LOOK:
            held.execute(statement)
        ((told,),) = held.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'by_city'").fetchall()
        assert int(told.split()[0]) >= 1_000
        if held.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'").fetchone():
            assert held.execute("SELECT count(*) FROM sqlite_stat4").fetchone() == (0,)
