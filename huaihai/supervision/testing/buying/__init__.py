"""Buying without being known: two buyers, receipt, photos, seals, main and spare samples under blind codes."""
