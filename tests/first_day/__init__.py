"""A new installation, from the first link to the first complaint that was admitted, by its own check-list alone."""
