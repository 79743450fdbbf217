"""A business's own pages: writing a pledge, publishing and ending it, and posters for the door."""
