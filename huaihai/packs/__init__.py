"""Packs: what is an alliance's own, and what is a country's, as folders that a checker reads. Plain Python."""

from pathlib import Path

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
