"""Entering, as staff see it: nominations, matching, the facts, reports about money."""
