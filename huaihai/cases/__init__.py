"""A complaint from receipt to closure: one file that travels between two cities, with one owner and one clock.

Not here: reports of breaches of law (they go to 12315 and are never stored), money paid in advance
(`compensation`), and what becomes of many cases together (`insight`).
"""
