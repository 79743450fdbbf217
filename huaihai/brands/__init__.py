"""The "three hearts" programme: criteria, nomination, assessment, mark, living conduct, catalogue, effect.

Not here: what a business pledges (`businesses`), cases (`cases`), tests and visits (`supervision`); they are read as
evidence.
"""
