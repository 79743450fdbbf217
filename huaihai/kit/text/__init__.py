"""Chinese text: repaired, normalised for storing and for searching, masked before it is published.

Plain Python on OpenCC and pypinyin: no Django, no database, so that the command works straight after set-up.
"""
