"""Unfair clauses in contracts and notices: the register of the country, and which of its rows a text holds.

No Django, no clock, nothing kept: a text goes in, sentences with what was found in them come out.
"""
