"""The alliance's own papers: notice of a meeting, minutes, resolution, as PDF and Word."""
