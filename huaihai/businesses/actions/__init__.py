"""The verbs of the businesses room."""
