"""Whether pages and acts grow with what they should not grow with: `make bench`. See README.md."""
