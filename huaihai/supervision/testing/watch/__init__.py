"""Watching that nobody advertises with the results of a comparative test."""
