"""The programme's pages for the staff."""
