"""Statistics: what the public may count, and later the outcome index, open data and early warning.

Reads what the rooms below hold and stores nothing of its own yet. Not a place for lists of single cases.
"""
