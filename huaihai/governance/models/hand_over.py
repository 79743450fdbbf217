"""Handing the secretariat over: the list, and who signed it."""
