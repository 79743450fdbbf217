"""Publications from draft to withdrawal: written, reviewed, signed, shown; the staff's pages."""
