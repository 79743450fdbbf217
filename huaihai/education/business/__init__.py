"""Pages of a business that a text names: what is said of it, and its reply."""
