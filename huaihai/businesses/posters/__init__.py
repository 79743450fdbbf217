"""Posters for the door, and the page behind their QR."""
