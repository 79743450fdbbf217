"""The verbs of the compensation room."""
