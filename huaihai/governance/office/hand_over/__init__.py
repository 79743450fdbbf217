"""Handing the secretariat over."""
