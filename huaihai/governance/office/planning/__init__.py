"""Plans and reports in the office: in lists, written, printed; every number leads to its rows."""
