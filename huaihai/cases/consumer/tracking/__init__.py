"""Following a complaint with file number and receipt code: what it is, whose turn, until when, what to do."""
