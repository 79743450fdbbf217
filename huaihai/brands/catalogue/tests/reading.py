"""The list of the catalogue as a reader sees it."""

from django.test import Client

LIST = "/brands/"


def read(client: Client, url: str = LIST, **asked: str) -> str:
    """The page that these filters give."""
    answer = client.get(url, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def names(page: str, *shops: str) -> list[str]:
    """Which of these shops are on the page, in the order of the page."""
    return sorted((shop for shop in shops if f">{shop}<" in page), key=lambda shop: page.index(f">{shop}<"))
