"""Pages of the business: what it is asked, and its answers."""
