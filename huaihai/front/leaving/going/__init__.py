"""A city goes from here after it was taken in elsewhere, and what proves that. See decision 0048."""
