"""The pages of the alliance's office, for staff."""
