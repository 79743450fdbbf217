"""What official registers say of a business: read first where it stands in one."""

from typing import Any

from huaihai.businesses.models import Business
from huaihai.prepaid.models import RegisterRow

MOST = 10


def of(business: Business) -> RegisterRow | None:
    """The newest line about it. One query."""
    if not business.credit_code:
        return None
    rows = RegisterRow.objects.filter(credit_code=business.credit_code)
    return rows.order_by("-as_of", "-read_at").first()


def matching(words: str) -> list[Any]:
    """The newest line of each business whose name or code has these words. One query."""
    rows = RegisterRow.objects.filter(name__icontains=words) | RegisterRow.objects.filter(
        credit_code=words.upper()
    )
    newest: dict[str, RegisterRow] = {}
    for row in rows.order_by("-as_of", "-read_at")[: MOST * MOST]:
        newest.setdefault(row.credit_code, row)
    return list(newest.values())[:MOST]
