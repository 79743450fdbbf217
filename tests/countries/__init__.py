"""Invented countries, each a pack with an alliance that needs it."""
