"""One standard, proven: like cases compared across cities after adjustment for their mix, and each step's clock.

Only sums of cases are read here; no single case, no single officer, and no city is put in a ranking.
"""
