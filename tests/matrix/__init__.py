"""Who may open what: every address and every method, asked by every kind of people.

`tables/<room>.tsv` holds a line for each address (a verb of a desk is an address of its own), to be read as what is
meant; `people.py` says who the columns name. A new address fails until it has a line. After a change that is meant:

    HUAIHAI_MATRIX=write .venv/bin/pytest -n0 tests/matrix      then read the difference, line by line

(`add` instead of `write` asks only for what has no line yet, or opens to nobody.)
"""
