"""Who pledges: the shop asks, the body confirms, the mall joins, the public reads the ratio."""
