"""Who did what, by name: for the staff alone."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.members.models import Account

ACCOUNT = "account:"


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The name behind each key of the record; one query. The program itself is "the platform"."""
    wanted = set(keys)
    ids = {key: UUID(key.removeprefix(ACCOUNT)) for key in wanted if key.startswith(ACCOUNT)}
    found = {row.pk: row.shown_name for row in Account.objects.filter(pk__in=ids.values())} if ids else {}
    return {key: found.get(ids[key], key) if key in ids else _("the platform") for key in wanted}
