"""The list of what is open when the secretariat moves: what goes onto it, and how it is fixed."""
