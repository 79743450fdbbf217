"""What stays since others need it, without the persons in it: who signed in, what a session held, contacts and words
in rows of the alliance, businesses that nobody else knows.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q

from huaihai.businesses.models import (
    Business,
    Enrolment,
    Mandate,
    Place,
    Poster,
    PosterReport,
    Representative,
)
from huaihai.cases.models import Case, LostCode
from huaihai.cases.verbs import erasing
from huaihai.front.leaving import words
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.going.deleting import PROGRAM, Deleting, all_rows, is_held_by_others
from huaihai.front.leaving.words import ALONG, Model
from huaihai.kit import sessions
from huaihai.kit.clock import local_day
from huaihai.members.models import Account, Organisation, Post, Visit
from huaihai.record.models import Event, IntakeKey

UUIDS: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
AT_ONCE: Final = 500


@dataclass(frozen=True)
class Emptied:
    """Columns of rows that stay: how rows of a city are found, and what is put there. `law`: why the rest stays."""

    model: str
    of_city: str  # a path of columns to its body
    values: dict[str, Any]
    law: str

    def keys(self, city_path: str) -> list[Any]:
        model = apps.get_model(self.model)
        found = all_rows(model).filter(**{f"{self.of_city}__path__under": city_path})
        return list(found.values_list("pk", flat=True))


STAYS_EMPTIED: Final = (
    Emptied(
        "governance.Attendance", "organisation", {"delegates": ""}, "协议第三条：会议和表决结果归全体成员"
    ),
    Emptied(
        "governance.PoolEntry",
        "body",
        {"name": "", "contact": "", "words": "", "shown_as": "—"},
        "协议第三条：共用资源库的借用记录",
    ),
    Emptied(
        "governance.PoolRequest",
        "asked_by",
        {"purpose": "", "answer": ""},
        "协议第三条：共用资源库的借用记录",
    ),
    Emptied("brands.NoticeObjection", "entry__body", {"contact": ""}, "三心品牌办法：公示和异议的结果公开"),
    Emptied("brands.MoneyReport", "entry__body", {"phone": "", "text": "—"}, "三心品牌办法：举报的结果"),
)
GO_WITH_CITY: Final = (  # of the alliance's tables, rows that are good for one city alone
    ("brands.NominationContact", "nomination__entry__body"),
    ("brands.NominationContact", "loose__city"),
    ("brands.NominationContact", "nomination__body"),
    ("brands.LooseNomination", "city"),
    ("education.PressPiece", "contact__body"),
    ("education.PressContact", "body"),
)
OF_BUSINESS: Final = (  # children of a business that go with it, those on which others hang last
    "businesses.SeenNonce",
    "businesses.Change",
    "cases.PracticeCase",
    "businesses.ConnectionKey",
    "businesses.Connection",
)


def accounts_to_shut(held: Belongings) -> int:
    """How many `shut_accounts` will shut."""
    return len(_alone(held))


def shut_accounts(held: Belongings, deleting: Deleting) -> None:
    """Of whom the city's bodies alone have something to do with: no name, no password, no way in. The row stays where
    others name who acted, under a name that says nothing."""
    for key in sorted(_alone(held)):
        with transaction.atomic():
            account = Account.objects.select_for_update().get(pk=key)
            name = f"left-{str(key)[-12:]}"
            if account.username == name:
                continue
            Session.objects.filter(pk__in=Visit.objects.filter(account=key).values("session")).delete()
            account.username, account.display_name, account.is_active = name, "", False
            account.password = make_password(None)
            account.save()
            Event.objects.filter(subject=account.record_key).update(text="", text_salt="")
            deleting.note([account.record_key])
            deleting.all_of(_of_account(key))


def _alone(held: Belongings) -> set[Any]:
    """Those of its accounts that have nothing to do with a body of another city."""
    own = [body.pk for body in held.own_bodies.values()]
    here = Post.objects.filter(organisation__in=own).values_list(
        "account_id", flat=True
    )  # administrators, too
    mine = {key for key in held.own_accounts if key is not None} | set(here)
    elsewhere = set(Post.objects.exclude(organisation__in=own).values_list("account_id", flat=True))
    businesses = all_rows(Enrolment).exclude(body__in=own).values("business")
    acting = Representative.objects.filter(business__in=businesses).values_list("account_id", flat=True)
    return mine - elsewhere - set(acting)


def _of_account(key: UUID) -> Iterator[tuple[Model, "models.QuerySet[Any, Any]"]]:
    """Ways in, and what is committed to with the account, so that one event tells of both."""
    for line in words.ended():
        if line.above is Account:
            yield line.model, all_rows(line.model).filter(**{line.by: key})
    for model in (Post, Representative):
        yield model, all_rows(model).filter(account=key)


def end_sessions(gone: Collection[Any]) -> int:
    """Those in which a key of what goes stands, of whomever."""
    names, ended = {str(key) for key in gone}, 0
    for row in Session.objects.order_by("pk").iterator(AT_ONCE):
        said = json.dumps(sessions.contents_of(row.pk, row.session_data), default=str)
        if names.intersection(UUIDS.findall(said)):
            ended += Session.objects.filter(pk=row.pk).delete()[0]
    for key in IntakeKey.objects.order_by("pk").iterator(AT_ONCE):
        if names.intersection(UUIDS.findall(json.dumps(key.answer, default=str))):
            key.delete()
    return ended


def empty_rows(held: Belongings, deleting: Deleting) -> None:
    """Contacts and words of the city in rows of the alliance; doors and indexes of its own."""
    city, path = held.city.code, held.city.path
    for name, way in GO_WITH_CITY:
        model = apps.get_model(name)
        found = all_rows(model).filter(**{f"{way}__path__under": path})
        deleting.those(model, list(found.values_list("pk", flat=True)))
    for one in STAYS_EMPTIED:
        deleting.changed(apps.get_model(one.model), one.keys(path), **one.values)
    LostCode.objects.filter(number__startswith=city[:4]).delete()
    there = Q(place__region_code__startswith=city[:4])
    posters = list(Poster.objects.filter(there).values_list("pk", flat=True))
    reports = PosterReport.objects.filter(poster__in=posters)
    deleting.those(PosterReport, list(reports.values_list("pk", flat=True)))
    deleting.those(Poster, posters)


def close_bodies(held: Belongings, deleting: Deleting) -> None:
    """They stay in the tree under their names, closed, without telephone, address and words."""
    today = local_day(deleting.at)
    blank = {"phone": "", "address": "", "hours": "", "contact_note": "", "contact_corrected_at": deleting.at}
    bodies = list(held.own_bodies)
    deleting.changed(
        Organisation, [key for key in bodies if not _is_closed(held, key)], **blank, closed_on=today
    )
    for body in held.own_bodies.values():
        Event.objects.filter(subject=body.record_key).exclude(text="").update(text="", text_salt="")


def _is_closed(held: Belongings, key: Any) -> bool:
    return held.own_bodies[key].closed_on is not None and not held.own_bodies[key].phone


def businesses_of_nobody(held: Belongings, deleting: Deleting) -> int:
    """Businesses that went along and that no row of another city, or of the alliance, names: they go here."""
    children = [
        line.model for line in words.taken() if line.word == ALONG and line.above in (Business, Place)
    ]
    beneath = [line.model for line in words.taken() if line.word == ALONG and line.above in children]
    doors = [apps.get_model(name) for name in OF_BUSINESS]
    own: list[Model] = [Business, Place, Representative, *children, *beneath, *doors]
    gone = 0
    for key in sorted(held.keys[ALONG][Business]):
        places = list(Place.objects.filter(business=key).values_list("pk", flat=True))
        is_agent = Mandate.objects.filter(agent=key).exists()
        if (
            is_agent
            or is_held_by_others(Business, key, but=own)
            or any(is_held_by_others(Place, place, but=own) for place in places)
        ):
            continue
        for name in OF_BUSINESS:
            model = apps.get_model(name)
            way = "business" if name == "businesses.Connection" else "connection__business"
            deleting.those(model, list(all_rows(model).filter(**{way: key}).values_list("pk", flat=True)))
        for model in reversed([line.model for line in words.taken() if line.model in (*children, *beneath)]):
            way = _way_to_business(model)
            deleting.those(model, list(all_rows(model).filter(**{way: key}).values_list("pk", flat=True)))
        acting = Representative.objects.filter(business=key)
        deleting.those(Representative, list(acting.values_list("pk", flat=True)))
        deleting.those(Place, places)
        Event.objects.filter(subject=f"business:{key}").exclude(text="").update(text="", text_salt="")
        deleting.those(Business, [key])
        gone += 1
    return gone


def _way_to_business(model: Model) -> str:
    way, line = [], words.lines()[model]
    while line.model is not Business:
        way.append(line.by)
        above = line.above
        if above is None:
            break
        line = words.lines()[above]
    return "__".join(way)


def needed_cases(held: Belongings) -> list[Any]:
    """Its own cases that a fund of another body paid for: their rows stay with its books."""
    own = list(held.own_bodies)
    along = all_rows(Case).filter(pk__in=list(held.keys[ALONG][Case])).exclude(receipt_hash="")
    rows = along.filter(home__in=own).filter(Q(lead=None) | Q(lead__in=own))
    return list(rows.values_list("pk", flat=True))


def empty_needed_cases(held: Belongings, deleting: Deleting) -> None:
    """Nobody is in them any more."""
    for key in needed_cases(held):
        with transaction.atomic():
            case = all_rows(Case).select_for_update(of=("self",)).get(pk=key)
            erasing.take_out(case, erasing.WHOLE, verb="file_emptied", by=PROGRAM, at=deleting.at)
