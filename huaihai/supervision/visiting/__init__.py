"""Visits and mystery shopping: places drawn from the register, visited by a script, noted on a phone, coded blind."""
