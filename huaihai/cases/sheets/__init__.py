"""The printed sheet: making and printing it at the desk, and the one-case page that its QR opens on a phone."""
