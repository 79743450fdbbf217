"""The nine-in-one charter: who answers for its parts, and what shows them."""
