"""What the programme stands on: its legal basis, its criteria, and the published file of scores."""
