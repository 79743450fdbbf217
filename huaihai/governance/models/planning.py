"""Yearly plans and periodic reports."""
