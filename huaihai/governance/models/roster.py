"""Who is on duty, swaps, and the telephones of the bodies."""
