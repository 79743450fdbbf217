"""Whether what the database holds is what the record says."""
