"""Tests of the static copy and its check."""
