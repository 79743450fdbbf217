"""The verbs of the programme: the office prepares; only the alliance's vote puts in force."""
