"""Tests that belong to no single room: the house itself, and journeys through a browser."""
