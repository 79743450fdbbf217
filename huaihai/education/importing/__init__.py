"""Old pages of the cities come in: read, repaired where it is sure, asked about where it is not, drafted."""
