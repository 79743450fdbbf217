"""Before a test goes out: an expert reads it, and what is unsafe is handed to the authority."""
