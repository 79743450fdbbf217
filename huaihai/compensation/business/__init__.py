"""Pages of those who own a fund: claims, payments, what comes back; and of businesses that owe a fund."""
