"""Call me back (请给我打电话): a number, a city and a promised time that stands in somebody's list."""
