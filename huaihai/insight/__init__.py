"""Statistics: what the public may count, complaints that rise, and later the outcome index and open data.

Reads what the rooms below hold and stores nothing of its own yet. Not a place for lists of single cases.
"""
