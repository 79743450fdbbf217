"""What happened (append-only, hash-chained events), what must be sent (outbox), and clocks.

Stands below accounts and organisations, so it names actor and subject by a text key. Not a log for debugging.
"""
