"""Names of cities by their keys, as the alliance's own data give them."""

from huaihai import alliance
from huaihai.kit import local_words


def city_name(key: str) -> str:
    """The city's name for readers; the key itself ("city:320300") where it is unknown."""
    code = key.partition(":")[2]
    found = next((city for city in alliance.load().cities if city.code == code), None)
    return local_words.place(found.name) if found else key
