"""Who had which sample when: hand-overs by QR, seals, gaps, and the report of one sample."""
