"""`make test-ha`: several nodes, a real object store, and what is done to them."""
