"""The index of businesses: how each deals with complaints beside its peers, as a band and never as a rank.

`grouping` and `shrinking` are pure; the latter loads numpy and scipy and runs through `insight/apart.py` alone.
"""
