"""Plays the demo year by real actions and writes what it left as rows: `make demo-rows` (docs/decisions/0017).

What the alliance is comes from its data folder, what people buy and say from vocabulary.toml, how often from
shape.py. Not a source of test data: tests have their own cast.
"""
