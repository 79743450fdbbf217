"""The bridge to 12315, 12345 and 消协315: a case copied out into their form, and which cases are not there yet.

What comes in from them is in `cases/importing/`; the numbers that cases have there, in `cases/elsewhere.py`.
"""
