"""A kind of project whose report is that of the tests."""
