"""The desk's pages: the day's list, a case, its steps, taking complaints down, papers."""
