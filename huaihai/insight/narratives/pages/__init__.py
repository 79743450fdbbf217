"""Pages of narratives: the consumer's own, the office's, and what everybody reads."""
