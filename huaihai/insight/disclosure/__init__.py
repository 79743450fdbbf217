"""Disclosure control: which numbers about people may be seen, and the proof that the others cannot be worked out.

Pure: no Django, no database, no clock. `rules` are for everybody; what solves linear programs (`linked`, `protecting`,
`jobs`) loads numpy and scipy and is run through `insight/apart.py` only.
"""

from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD, is_small, shown

__all__ = ["NARROWEST", "THRESHOLD", "is_small", "shown"]
