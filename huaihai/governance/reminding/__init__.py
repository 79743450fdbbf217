"""Staff are reminded of what waits for them."""
