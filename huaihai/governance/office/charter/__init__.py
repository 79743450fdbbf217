"""The nine-in-one charter."""
