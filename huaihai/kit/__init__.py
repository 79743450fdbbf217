"""Shared fittings: clock, ids, sealed fields, guards, paging, page parts, file store, database back end.

Not a drawer for whatever has no place: a piece lives here only if at least two rooms use it.
"""
