"""The list of what is open when the secretariat moves: what goes onto it, how it is fixed, what became of it."""
