"""A city leaves the installation with all that is its own, and another installation takes it in."""
