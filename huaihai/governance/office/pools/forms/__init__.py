"""Forms of the pools' pages."""
