"""Monthly, quarterly and yearly reports: the page that prints, the Word file, the Excel file.

The public's are made from a release alone; staff's from the rollups, with every number, to be sent upward. Both are the
same document (`report`), out of numbers with five names (`statistics.deriving`).
"""
