"""The rules everybody goes by: working days, time limits, jurisdiction, grounds, remedies, amounts, codes.

Plain Python over the tables of the country's pack: no Django, no clock, and no file is read but those of the
library, the tree and the pack. What one organisation adopted for itself (its own time limits, office hours, letters)
is not here: that is a dated row of the organisation.
"""
