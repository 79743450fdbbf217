"""One case as a signed package that others check without us: for its consumer, and for the body that has it."""
