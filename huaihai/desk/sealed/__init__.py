"""Rows that are only added, stored with their fingerprints in the record, and compared with it."""
