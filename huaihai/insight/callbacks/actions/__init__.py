"""The verbs of call-backs: drawing, calling, closing."""
