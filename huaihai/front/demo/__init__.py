"""The demo: a made-up year of cases, its accounts, and pages that exist only while HUAIHAI_DEMO=1.

Everything is played through the real actions. What the alliance is comes from its data folder, what people buy
and say from vocabulary.toml, how often from shape.py. Not a source of test data: tests have their own cast.
"""
