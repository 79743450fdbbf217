"""What follows when a shop falls silent: creditors and sums on the same day, complaints, a vote, the guarantee."""
