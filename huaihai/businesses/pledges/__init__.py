"""What a business promises to everybody, in versions that a program can test."""
