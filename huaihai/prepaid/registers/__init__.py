"""What official registers of prepaid cards say, brought in as files."""
