"""Exposure (个案公示): a business that refuses mediation or fulfilment is named, with its word beside, for a time."""
