"""The programme's pages for everybody."""
