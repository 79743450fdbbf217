"""What anyone may read: announcements, rights, stories, warnings, and the search over them."""
