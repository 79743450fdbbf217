"""What officers do with an alarm: judge it, begin a text because of it, plan a sweep because of it."""
