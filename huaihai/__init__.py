"""Huaihai: one platform for an alliance of consumer-rights organisations."""
