"""CAP 1.2 (Common Alerting Protocol, OASIS): each going out of a warning is one message."""
