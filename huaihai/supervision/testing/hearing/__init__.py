"""Hearing the makers: each is told its own results, may agree, say something or object, before anything goes out."""
