"""What a new installation still lacks, and whether messages leave: asked anew each time."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.models import LawText
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import clocks
from huaihai.record.models import LogWitness, OutboxMessage

ANSWERING = (Role.OFFICER, Role.MEDIATOR, Role.HEAD)
WITNESSED_WITHIN = timedelta(days=7)
LONG_AHEAD = 11  # the month from which next year's holidays are known


@dataclass(frozen=True)
class Check:
    """One thing that has to be there; `url` is where it is put right, `how` says it where no page does."""

    label: str
    is_there: bool
    how: str = ""
    url: str = ""


@dataclass(frozen=True)
class Traffic:
    """How the messages of one way stand."""

    label: str
    waiting: int
    given_up: int
    last_sent_at: datetime | None


def checks(now: datetime) -> list[Check]:
    """What has to be there before the public is sent here."""
    return [*_people(local_day(now)), *_senders(), _holidays(local_day(now)), _laws(), _witnesses(now)]


def without_people(on: date) -> QuerySet[Organisation]:
    """Cities in which nobody would open a complaint."""
    held = Post.objects.held_on(on).filter(
        account__is_active=True, organisation__path__startswith=OuterRef("path"), role__in=ANSWERING
    )
    return Organisation.objects.cities().filter(~Exists(held))


def _people(on: date) -> Iterator[Check]:
    administrators = Post.objects.held_on(on).filter(role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
    count = administrators.filter(account__is_active=True).values("account").distinct().count()
    yield Check(
        _("Two administrators, so that one confirms what the other asks"),
        count > 1,
        "",
        reverse("person-new"),
    )
    empty = [body.short_name for body in without_people(on)]
    yield Check(
        _("Somebody in each city opens complaints"),
        not empty,
        _("Nobody yet: %(bodies)s.") % {"bodies": " · ".join(empty)} if empty else "",
        reverse("person-new"),
    )


def _senders() -> Iterator[Check]:
    how = _("Set %(variable)s; see the guide for operators.")
    for channel, label in (("sms", _("Text messages leave")), ("email", _("E-mails leave"))):
        name = f"HUAIHAI_{channel.upper()}_SENDER"
        yield Check(label, bool(os.environ.get(name)), how % {"variable": name})
    yield Check(_("Links in messages are whole"), bool(settings.SITE_URL), how % {"variable": "SITE_URL"})


def _holidays(today: date) -> Check:
    year = today.year + (today.month >= LONG_AHEAD)
    known = not clocks.calendar().is_provisional(date(year, 1, 1))
    return Check(
        _("The holidays of %(year)s are known") % {"year": year}, known, "", reverse("system-holidays")
    )


def _laws() -> Check:
    how = _("Set %(variable)s; see the guide for operators.") % {"variable": "HUAIHAI_LAW_TEXTS"}
    return Check(_("Texts of the law are loaded"), LawText.objects.exists(), how)


def _witnesses(now: datetime) -> Check:
    """Without them whoever holds the database and its keys can change what happened, unseen."""
    looked = LogWitness.objects.filter(cosigned_at__gte=now - WITNESSED_WITHIN)
    return Check(
        _("Another city kept the signed head of the log within a week"),
        looked.exists(),
        _("“The log and its witnesses” in the guide for operators says how."),
    )


def traffic() -> list[Traffic]:
    """How each way of messages stands."""
    labels = {
        "sms": _("Text message"),
        "email": pgettext("channel", "E-mail"),
        "wework": _("Work WeChat"),
        "webhook": _("Systems of businesses"),
    }
    return [
        Traffic(
            label,
            rows.filter(sent_at=None, gave_up_at=None).count(),
            rows.filter(~Q(gave_up_at=None), sent_at=None).count(),
            rows.aggregate(at=Max("sent_at"))["at"],
        )
        for channel, label in labels.items()
        if (rows := OutboxMessage.objects.filter(channel=channel)).exists() or channel in ("sms", "email")
    ]
