"""The released file of a comparative test, and the public pages, tables and the report drawn from it."""
