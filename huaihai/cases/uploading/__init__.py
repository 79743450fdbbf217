"""A QR that the consumer scans at the desk, to send pictures from the own phone to this one case."""
