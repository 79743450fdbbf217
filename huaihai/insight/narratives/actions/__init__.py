"""The verbs of a narrative: the consumer's, the second reader's, and what time does."""
