"""What staff read: live numbers from the rollups, and the way to the room's other pages."""
