"""The staff's pages: what is written, reviewed and signed."""
