"""Browsers of people who are signed in, what their pages ask of the database, a text without what chance writes, and
a row as it is there."""

import re

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai.members.models import Account
from tests.posts import sign_in


def browser(account: Account, *, language: str = "") -> Client:
    """A browser in which this account is signed in, and reads this language."""
    client = Client()
    if language:
        client.cookies["language"] = language
    sign_in(client, account)
    return client


def queries_of(client: Client, *addresses: str) -> int:
    """How often these pages, which are there, ask the database, once what is kept for some seconds is kept."""
    for address in addresses:
        client.get(address)
    with CaptureQueriesContext(connection) as caught:
        for address in addresses:
            assert client.get(address).status_code == 200
    return len(caught)


# Six and more with a digit between them, or capitals alone: ids, numbers of files, codes, tokens, fingerprints, days.
CHANCE = re.compile(r"(?=[\w-]*[0-9])[\w-]{6,}|[A-Z-]{6,}", re.ASCII)


def without_chance(text: str) -> str:
    """What stands in it whatever was drawn: look here for few letters or digits, of which any code may be made."""
    return CHANCE.sub("…", text)


def plain(page: str) -> str:
    """The page without the marks of its numbers (`desk.measured`)."""
    return re.sub(r"<span data-measure=[^>]*>([^<]*)</span>", r"\1", page)


def fresh[R: Model](row: R) -> R:
    """This row as the database has it now."""
    row.refresh_from_db()
    return row
