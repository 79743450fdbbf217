"""Which column of a file is what: as shipped for the three platforms, and as a body has kept it under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huaihai.cases.models import ColumnProfile, ElsewhereNumber
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.law import platforms
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST, LONGEST_NAME, LONGEST_HEAD = 20, 30, 60
LABELS = {
    "number": _("Its number there"),
    "text": _("What happened"),
    "title": _("What it is about, in one line"),
    "request": _("What the consumer asks for"),
    "received_on": _("Received there"),
    "due_on": _("It wants an answer by"),
    "name": _("Name of the consumer"),
    "phone": _("Phone of the consumer"),
    "address": _("Address of the consumer"),
    "business": _("Name of the business"),
    "business_code": _("{Business_code_short}"),
    "business_address": _("Address of the business"),
    "business_phone": _("Phone of the business"),
    "bought_on": _("Bought on"),
    "price": _("Price"),
    "asked": _("Sum asked for"),
}


@dataclass(frozen=True)
class Profile:
    """How the columns of one platform's files are called: by our name, the heads that may stand there."""

    key: str  # as a form sends it
    name: str
    platform: str
    heads: Mapping[str, Sequence[str]]
    is_shipped: bool


def profiles(actor: Actor) -> list[Profile]:
    """Those shipped, then those of the officer's body; one query."""
    shipped = [
        Profile(
            one.code, str(ElsewhereNumber.Platform(one.code).label), one.code, one.columns, is_shipped=True
        )
        for one in platforms.platforms().values()
    ]
    return shipped + [
        Profile(
            str(row.pk), row.name, row.platform, {name: [head] for name, head in row.columns.items()}, False
        )
        for row in ColumnProfile.objects.visible_to(actor)
    ]


def keep(name: str, platform: str, columns: Mapping[str, str], *, by: Actor, at: datetime) -> ColumnProfile:
    """Keep it for the body; one of the same name is replaced. Raises NotAllowed, Unfit."""
    if by.organisation is None or not by.may_open_files:
        raise NotAllowed("only officers of a body keep its columns")
    held = {what: clean(head)[:LONGEST_HEAD] for what, head in columns.items()}
    with transaction.atomic():
        body = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
        same = ColumnProfile.objects.filter(organisation=body, name=name).first()
        if same is None and ColumnProfile.objects.filter(organisation=body).count() >= MOST:
            raise Unfit("keep_as", gettext("There are %(n)s already. Please delete one first.") % {"n": MOST})
        made = same or ColumnProfile(organisation=body, name=name)
        made.platform, made.columns, made.made_at = platform, held, at
        made.save()
    return made


def drop(key: UUID, *, by: Actor) -> None:
    """Nobody needs it any more."""
    ColumnProfile.objects.visible_to(by).filter(pk=key).delete()


def clean(head: str) -> str:
    """The head of a column as it is compared and kept."""
    try:
        return storable_name(head)
    except UnstorableTextError:
        return ""


def places(heads: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By our name, which column it is: the first of the known heads that stands there."""
    names = [clean(head)[:LONGEST_HEAD].casefold() for head in heads]
    found = {}
    for what, called in known.items():
        first = [names.index(name.casefold()) for name in called if name.casefold() in names]
        if first:
            found[what] = first[0]
    return found
