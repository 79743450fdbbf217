"""Who can be had from other bodies, and who asks for whom."""
