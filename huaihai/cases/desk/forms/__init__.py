"""The forms of the desk, by subject. Each hands the facts it gathered to one action."""
