"""The archive volume (归档) of an ended case: cover, catalogue, papers and pages of evidence as one numbered PDF."""
