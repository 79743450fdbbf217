"""The nine-in-one charter: owners and evidence."""
