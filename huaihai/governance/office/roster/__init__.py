"""Who is on duty, leave, and the telephone directory."""
