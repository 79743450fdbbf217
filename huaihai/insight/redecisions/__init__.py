"""Re-decisions: once a year decided files are decided again, blind, by two people of two other cities.

Which files, what is shown of them blind, the sheet (`files`); who decides which and how far they agree (`pairs`, pure);
verbs and pages. It says how far like files get like decisions; nobody is ranked, and no decision is changed.
"""
