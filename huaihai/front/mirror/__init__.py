"""A static copy of all that is public, for any web host or a USB stick, and its check (decision 0044).

`making.py` makes it with `reading.py` (asks the program), `choosing.py` (what may be copied, under which name) and
`rewriting.py` (plain pages); `manifest.py` is its list, `checking.py` compares, without a database.
"""
