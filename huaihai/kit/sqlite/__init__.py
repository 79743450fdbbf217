"""Django's SQLite back end over a SQLite that is safe to share, with writers in one orderly queue.

`ENGINE = "huaihai.kit.sqlite"` and a file as `NAME` are enough: what the rest needs (write-ahead log where it
is safe, full durability, foreign keys, one writer at a time) is set here and nowhere else.
"""
