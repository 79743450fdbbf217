"""Verbs about stories and pictures: write, review, take back. None of them decides about an entry."""
