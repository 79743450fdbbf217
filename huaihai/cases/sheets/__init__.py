"""The printed sheet and the one-case page behind its QR code."""
