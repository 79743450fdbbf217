"""The entries of a business on its own desk."""
