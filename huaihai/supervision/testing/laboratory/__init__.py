"""Laboratories of a comparative test: they get blind codes, never brands, and enter raw readings."""
