"""Accounts and posts."""

from typing import Any

from tests.matrix.rows import a_row_of, account, always, city, one, rule


def _request() -> Any:
    return a_row_of("members.PowerRequest", organisation=city(), role="officer")


RULES = [
    rule(r"^staff/account/passkeys/<int:", passkey_id=always("1")),
    rule(r"^staff/start/<", token=always("x")),
    rule(r"^staff/people/waiting/<", one(_request)),
    rule(r"^staff/people/<", lambda: [account()]),
    rule(r"^staff/posts/<", lambda: [account().posts.get()]),
]
