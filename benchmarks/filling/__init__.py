"""What fills a world: rows that the program made, copied."""

from datetime import datetime

from huaihai.kit import clock

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=clock.ZONE)  # the same day for ever: its holidays are known
