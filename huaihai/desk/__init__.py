"""What every room's work stands on, and no subject of its own: lives, moving a row, asking, menu, sealed rows, papers.

Rooms above hand in what is theirs by name (`reactions`); this room keeps no table and names no page of theirs.
"""
