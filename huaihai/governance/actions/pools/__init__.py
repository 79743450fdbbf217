"""The verbs of the shared pools: enrolling, asking, granting, and counting the hours."""
