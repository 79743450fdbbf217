"""How much the public may send in at all, so that nobody drowns what others say."""

from dataclasses import dataclass

from django.http import HttpRequest

from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

TOO_MANY = 429  # the HTTP status of what does not come through


@dataclass(frozen=True)
class Gate:
    """At most `a_network` an hour from one network, and `in_all` a day from everybody. `name` is of what is sent."""

    name: str
    in_all: int
    a_network: int = 10

    def lets_through(self, request: HttpRequest) -> bool:
        """Counts this one, and says whether it comes through."""
        one = Brake(self.name, most=self.a_network, seconds=3600)
        everybody = Brake(f"{self.name}-all", most=self.in_all, seconds=86_400)
        return one.lets_through(network_of(request)) and everybody.lets_through("all")
