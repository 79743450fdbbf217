"""The receipts of a publication: which channel serves which text, and who was told of which edition."""
