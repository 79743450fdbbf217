"""Is it from us? What anybody has got in our name, checked: messages, letters, papers, calls."""
