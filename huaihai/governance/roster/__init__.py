"""Who is on duty, and leave."""
