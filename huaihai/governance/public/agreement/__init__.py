"""The agreement and its members."""
