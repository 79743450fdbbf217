"""The golden net: what every address answers to every kind of reader, written down, so that a change of it is read.

`net.txt` holds a line for each address and reader, and for rows with a life, stage by stage, what is offered and what
one empty form answers. It is made on the rows of the demo. After a change that is meant:

    HUAIHAI_GOLDEN=write .venv/bin/pytest -n0 tests/golden      then read the difference, line by line
"""
