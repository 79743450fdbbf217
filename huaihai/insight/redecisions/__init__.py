"""Re-decisions: once a year decided files are decided again, blind, by two people of two other cities.

Drawing (`framing`, `pairing`), the blind file (`blinding`), the sheet, agreement (`agreeing`, pure), the office's
pages and the public one. It says how far like files get like decisions; nobody is ranked, and no decision is changed.
"""
