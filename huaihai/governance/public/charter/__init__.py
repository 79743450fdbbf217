"""The nine in one, and who does what, for everybody."""
