"""One `Document`, from which page, PDF, Word file and text are made; and setting any paper with typst."""
