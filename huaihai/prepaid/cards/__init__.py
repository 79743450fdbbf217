"""Cards: sold, used, doubted, given back; their receipts on paper and phone."""
