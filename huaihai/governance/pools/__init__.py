"""What the bodies lend each other: who can be had, and who asks for whom."""
