"""Unfair clauses: the register for everybody, a contract checked against it, and what cities found in whose contracts.

What a clause is and how it is recognised is `law/clauses/`. A text that is checked is never stored.
"""
