"""Motions, amendments and votes."""
