"""The desk of those who answer for a business: its cases, offers, refusals, fulfilment. Not the notes of the bodies."""
