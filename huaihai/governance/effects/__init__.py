"""What a resolution changes when it is adopted."""
