"""The verbs of a year's programme; all its events, and those of its topics, stand in one chain."""
