"""Officers, moments and credit codes (made up, with the right check character)."""

from datetime import datetime
from uuid import UUID

from huaihai.kit.clock import ZONE
from huaihai.law import credit_code
from huaihai.members.actors import Actor

AT = datetime(2026, 11, 25, 10, 3, tzinfo=ZONE)
OFFICER = Actor("officer", "account:officer", roles=frozenset({"officer"}))


def code_number(number: int) -> str:
    """A made-up code of the form 91 + place + nine characters + check character."""
    body = f"91411402MA{number:07d}"
    return body + credit_code.check_character(body)


CODE = code_number(1)
OTHER_CODE = code_number(2)


def business_user(*business_ids: UUID) -> Actor:
    return Actor("business", "account:shop", business_ids=frozenset(business_ids))
