"""Real cases or practice cases: the key that signed decides, never the address."""

from huaihai.businesses.connecting.authentication import Caller
from huaihai.cases.api.live import Live
from huaihai.cases.api.practice import Practice


def world_of(caller: Caller) -> Live | Practice:
    """What a connection sees and acts in."""
    return Practice(caller) if caller.connection.is_sandbox else Live(caller)
