"""The verbs of a sweep."""
