"""Warnings, tips, notices and exposures: lists, one text, its earlier versions, the page to embed, the formats."""
