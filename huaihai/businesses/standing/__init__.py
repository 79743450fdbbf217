"""Standing offers on pages: for everybody to read, for a business's managers to write, preview, publish and end."""
