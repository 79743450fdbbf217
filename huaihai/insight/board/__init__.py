"""The nine of the charter with their live measures, targets by resolution, what the alliance contributes, and context.

A measure is computed by night, month by month, into `MeasureReading`; pages read rows and never walk cases. Nothing is
claimed that cannot be computed anew, and what cannot be measured honestly is said to be not measured.
"""
