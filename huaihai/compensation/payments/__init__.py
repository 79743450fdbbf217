"""What a fund pays, and what it gets back."""
