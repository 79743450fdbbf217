"""Before a test goes out: somebody else may read it, and what is unsafe is handed to the authority."""
