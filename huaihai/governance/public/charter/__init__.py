"""The nine-in-one charter, for everybody."""
