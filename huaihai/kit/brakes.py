"""How often something may be tried, by what is asked for and by network. Nothing personal is held.

Counts stand in a store of their own (`kit.kept_cache`): what others do frees nobody before the time. If somebody
fills it, whoever comes after shares counts with a few strangers for as long.
"""

from dataclasses import dataclass

from django.core.cache import BaseCache, caches

from huaihai.kit import sealing

COARSE = 3  # characters of the fingerprint by which tries are counted when each key alone is too much


@dataclass(frozen=True)
class Brake:
    """At most `most` tries of one key in `seconds`."""

    name: str
    most: int
    seconds: int

    def lets_through(self, key: str) -> bool:
        """Counts this try, and says whether it may go on."""
        blinded = sealing.blind(key, purpose="brake")
        tries = self._tries(caches["brakes"], blinded)
        if not tries:  # no room
            tries = self._tries(caches["coarse brakes"], blinded[:COARSE])
        return tries <= self.most

    def _tries(self, store: BaseCache, blinded: str) -> int:
        """This one counted; 0 if it could not be."""
        held = f"brake:{self.name}:{blinded}"
        store.add(held, 0, self.seconds)
        try:
            return store.incr(held)
        except ValueError:  # not taken in, or it ran out between the two calls
            return 0
