"""One body asks another for one thing in a case (协办), and stays responsible. See decision 0040."""
