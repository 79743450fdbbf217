"""Who is on duty, swaps, and the telephone directory."""
