"""The grading engine of comparative tests: plan and readings in, points, totals, grades, places and their firmness out.

Plain Python with exact fractions: no Django, no clock, no database. The format is in docs/guides/test-file.md.
"""
