"""The live board of a sweep: how far each city is, and what was found so far."""
