"""How often something may be tried, by what is asked for and by network. Held in the cache; nothing personal."""

from dataclasses import dataclass

from django.core.cache import cache

from huaihai.kit import sealing


@dataclass(frozen=True)
class Brake:
    """At most `most` tries of one key in `seconds`."""

    name: str
    most: int
    seconds: int

    def lets_through(self, key: str) -> bool:
        """Counts this try, and says whether it may go on."""
        held = f"brake:{self.name}:{sealing.blind(key, purpose='brake')}"
        cache.add(held, 0, self.seconds)
        try:
            return cache.incr(held) <= self.most
        except ValueError:  # it ran out between the two calls
            return True
