"""Pages for signing in, one's own account, and the people of a body."""
