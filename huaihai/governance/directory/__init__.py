"""The telephones of the bodies: the directory for staff, and who keeps it."""
