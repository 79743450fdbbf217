"""Yearly plans and periodic reports: in lists, written, printed; every number leads to its rows."""
