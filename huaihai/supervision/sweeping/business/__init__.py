"""What a business sees of a sweep on its desk: its findings, what follows, and its answer with proof of cure."""
