"""What a new installation still lacks, and whether messages leave: asked anew each time."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.cases.verbs import emptying
from huaihai.education.models import LawText
from huaihai.kit import disks
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import scanning
from huaihai.members.directory import ROOT_KEY
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import clock_doubt, clocks, costs, keeping
from huaihai.record.backups import noting
from huaihai.record.models import LogWitness, OutboxMessage

ANSWERING = (Role.OFFICER, Role.MEDIATOR, Role.HEAD)
WITNESSED_WITHIN = timedelta(days=7)
RECOVERY = "recovery.age"  # which `huaihai keys share` makes
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
    on = local_day(now)
    checked = [*_kept(), _backup(now), *_people(on), *_senders(), _holidays(on), _laws()]
    return [*checked, *_files(), _witnesses(now)]


def _kept() -> Iterator[Check]:
    """What every record stands on."""
    yield Check(_("The clock is right"), clock_doubt.standing() is None, "", reverse("system-clock"))
    found = keeping.last()
    missing, too_many = found.get("missing", 0), found.get("too_many", 0)
    how = _("Missing files: %(n)s. On the server, huaihai record check names them.") % {"n": missing}
    if not missing:
        how = _("Files that belong to nothing: %(n)s. On the server, look at huaihai record check.") % {
            "n": too_many
        }
    yield Check(_("Every stored file is there"), not (missing or too_many), how)
    how = _(
        "More than %(n)s complaints are due at once, and none was emptied. Is the clock right? On the server: huaihai "
        "cases empty says how many; with --release it is done."
    ) % {"n": emptying.TOO_MANY}
    is_done = emptying.last().get("verb") != emptying.STOPPED
    yield Check(_("Complaints whose time of keeping is over are emptied"), is_done, how)
    if not settings.DEMO:  # whose keys everybody has
        yield Check(
            _("Two of three people can bring the keys back"),
            (settings.VAR / RECOVERY).exists(),
            _("On the server, run huaihai keys share with them; see the guide on keys."),
        )
    left = disks.free()
    how = _("%(n)s MB left. Without room nothing can be saved.") % {"n": left // disks.MB}
    yield Check(_("There is room on the disk"), left >= disks.SOON_FULL, how)


def _backup(now: datetime) -> Check:
    made_at = noting.known().made_at
    is_fresh = made_at is not None and now - made_at <= noting.FRESH
    how = _("On the server: huaihai backup. The guide “When something is gone” says how.")
    return Check(_("A backup was made since the day before yesterday"), is_fresh, how)


def without_people(on: date) -> QuerySet[Organisation]:
    """Cities in which nobody would open a complaint."""
    held = Post.objects.held_on(on).filter(
        account__is_active=True, organisation__path__startswith=OuterRef("path"), role__in=ANSWERING
    )
    return Organisation.objects.cities().filter(~Exists(held))


def _people(on: date) -> Iterator[Check]:
    administrators = Post.objects.held_on(on).filter(role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
    kinds = set(administrators.filter(account__is_active=True).values_list("role", flat=True))
    yield Check(
        _("A system and a security administrator: what one of them asks, a head confirms"),
        len(kinds) > 1,
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


def _files() -> Iterator[Check]:
    yield Check(
        _("PDF are shown as pictures of their pages"),
        bool(settings.PDFTOPPM),
        _("Install %(packages)s and start again.") % {"packages": "poppler-utils, poppler-data"},
    )
    if settings.CLAMD:
        waiting = len(scanning.unscanned())
        how = ngettext(
            "%(n)d file was not. Run %(command)s.", "%(n)d files were not. Run %(command)s.", waiting
        )
        yield Check(
            _("The virus scanner has looked at every file"),
            waiting == 0,
            how % {"n": waiting, "command": "huaihai files scan"},
        )


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
        "wechat": _("WeChat"),
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


def spent(now: datetime) -> list[tuple[str, costs.Cost]]:
    """What text messages cost this month: the name of whose matters they were, the alliance's own among them."""
    found = costs.of_month(now)
    keys = {one.body or ROOT_KEY for one in found}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))
    return [(names.get(one.body or ROOT_KEY, one.body), one) for one in found]
