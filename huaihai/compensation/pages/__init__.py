"""What the pages of all audiences share: a claim in words, its checks as a list, taking a step."""
