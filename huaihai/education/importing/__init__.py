"""Old pages of the ten cities come in: read, repaired where it is sure, asked about where it is not, drafted."""
