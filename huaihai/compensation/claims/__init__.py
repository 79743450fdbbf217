"""Claims on a fund: asked, checked, decided by two, followed by the consumer."""
