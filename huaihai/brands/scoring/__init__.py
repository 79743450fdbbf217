"""Criteria and scores: plain Python, exact fractions, no framework, no database (docs/guides/scores-file.md)."""
