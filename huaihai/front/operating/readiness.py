"""What a new installation still lacks, and whether messages leave: asked anew each time."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.cases.verbs import emptying
from huaihai.education.models import LawText
from huaihai.governance.roster import facts as roster
from huaihai.kit import disks
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import scanning
from huaihai.members import staffing
from huaihai.members.directory import ROOT_KEY
from huaihai.members.models import Account, Organisation, Post, PowerRequest, Role
from huaihai.record import clock_doubt, clocks, costs, keeping
from huaihai.record.backups import noting
from huaihai.record.models import LogWitness, OutboxMessage

WITNESSED_WITHIN = timedelta(days=7)
RECOVERY = "recovery.age"  # which `huaihai keys share` makes
LONG_AHEAD = 11  # the month from which next year's holidays are known


@dataclass(frozen=True)
class Check:
    """One thing that has to be there; `url` is where it is put right, `how` says it where no page does, or what is
    still missing."""

    label: str
    is_there: bool
    how: str = ""
    url: str = ""
    button: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Traffic:
    """How the messages of one way stand."""

    label: str
    waiting: int
    given_up: int
    last_sent_at: datetime | None


def checks(now: datetime) -> list[Check]:
    """What has to be there before the public is sent here, in the order in which it is done: one city until it takes
    complaints, then the others. What must never be wrong stands first, and only while it is."""
    on = local_day(now)
    wrong = [replace(one, is_urgent=True) for one in _kept() if not one.is_there]
    cities = list(Organisation.objects.cities())
    first = [_first(cities, now)] if cities else []
    others = [city for city in cities if city not in first]
    begun = [_site(), _second_administrator(on, now), *_opened(first, on, now)]
    kept = [*_senders(), *_shares(), _backup(now), *_files()]
    rest = [*_opened(others, on, now), _auditor(on, now), _rosters(cities, now)]
    return [*wrong, *begun, *kept, *rest, _holidays(on), _laws(), _witnesses(now)]


def of_head(city: Organisation, now: datetime) -> list[Check]:
    """What the city of this head still needs."""
    return [*_opened([city], local_day(now), now)[1:], _rosters([city], now)]


def _first(cities: Sequence[Organisation], now: datetime) -> Organisation:
    """The city that begins: one in which somebody has a post, or is to have one; else the first of the list."""
    held = Post.objects.held_on(local_day(now)).filter(role__in=staffing.WORKING)
    asked = PowerRequest.objects.open(now).filter(role__in=staffing.WORKING)
    begun = {*held.values_list("organisation", flat=True), *asked.values_list("organisation", flat=True)}
    return next((city for city in cities if city.pk in begun), cities[0])


def _kept() -> Iterator[Check]:
    """What every record stands on."""
    yield Check(
        _("The clock is right"),
        clock_doubt.standing() is None,
        "",
        reverse("system-clock"),
        _("Look at the clock"),
    )
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
    left = disks.free()
    how = _("%(n)s MB left. Without room nothing can be saved.") % {"n": left // disks.MB}
    yield Check(_("There is room on the disk"), left >= disks.SOON_FULL, how)


def _shares() -> Iterator[Check]:
    if not settings.DEMO:  # whose keys everybody has
        yield Check(
            _("Two of three people can bring the keys back"),
            (settings.VAR / RECOVERY).exists(),
            _("On the server, run huaihai keys share with them; see the guide on keys."),
        )


def _backup(now: datetime) -> Check:
    made_at = noting.known().made_at
    is_fresh = made_at is not None and now - made_at <= noting.FRESH
    how = _("On the server: huaihai backup. The guide “When something is gone” says how.")
    return Check(_("A backup was made since the day before yesterday"), is_fresh, how)


def _new_person(role: Role, body: str) -> str:
    """The page on which an account is opened, with role and body chosen."""
    return f"{reverse('person-new')}?{urlencode({'role': role, 'body': body})}"


def _second_administrator(on: date, now: datetime) -> Check:
    """The other kind than the first one's: each confirms what the other asks."""
    roles = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN]
    held = Post.objects.held_on(on).filter(role__in=roles, account__is_active=True)
    people = {post.role: post.account for post in held.select_related("account").order_by("-from_on")}
    label = _("A system and a security administrator: what one asks for, the other confirms")
    lacking = [role for role in roles if role not in people]
    if lacking:
        asked = _asked(lacking, now)
        return asked or Check(label, False, "", _new_person(lacking[0], ROOT_KEY), _("Open an account"))
    return _come_in(people.values(), label) or Check(label, True, "", reverse("people"))


def _auditor(on: date, now: datetime) -> Check:
    label = _("An auditor, who reads who looked at what")
    held = Post.objects.held_on(on).filter(role=Role.AUDITOR, account__is_active=True).exists()
    asked = None if held else _asked([Role.AUDITOR], now)
    new = _new_person(Role.AUDITOR, ROOT_KEY)
    return asked or Check(label, held, "", reverse("system-audit") if held else new, _("Open an account"))


def _asked(roles: Iterable[Role], now: datetime, bodies: Iterable[Organisation] = ()) -> Check | None:
    """A post that somebody asked for already: the second person is next."""
    rows = PowerRequest.objects.open(now).filter(role__in=roles)
    if bodies:
        rows = rows.filter(organisation__in=[body.pk for body in bodies])
    row = rows.select_related("account", "organisation").first()
    if row is None:
        return None
    return Check(
        _("%(name)s · %(post)s: a second person says yes") % {"name": row.account.shown_name, "post": row},
        False,
        _("The other administrator or the head signs in and finds it under “What is waiting”."),
        reverse("people-waiting"),
        _("Look at it"),
    )


def _come_in(people: Iterable[Account], label: str) -> Check | None:
    """Somebody has the post but no password: the link was not opened."""
    account = next((one for one in people if not one.has_usable_password()), None)
    if account is None:
        return None
    how = _("%(name)s has not opened the link yet. After a day it needs a new one.") % {
        "name": account.shown_name
    }
    return Check(label, False, how, reverse("person", args=[account.pk]), _("To the person"))


def _lacking(
    cities: Sequence[Organisation], roles: Iterable[Role], on: date
) -> tuple[list[Organisation], list[Account]]:
    """Cities in which nobody holds any of these posts, and who holds one in the others."""
    held = Post.objects.held_on(on).filter(
        role__in=roles, account__is_active=True, organisation__in=[city.pk for city in cities]
    )
    posts = list(held.select_related("account"))
    there = {post.organisation_id for post in posts}
    return [city for city in cities if city.pk not in there], [post.account for post in posts]


def _people(
    label: str, cities: Sequence[Organisation], roles: Sequence[Role], on: date, now: datetime
) -> Check:
    lacking, people = _lacking(cities, roles, on)
    if not lacking:
        return _come_in(people, label) or Check(label, True, "", reverse("people"))
    if (under_way := _asked(roles, now, lacking) or _come_in(people, label)) is not None:
        return under_way
    return Check(
        label, False, _names(lacking, cities), _new_person(roles[0], lacking[0].key), _("Open an account")
    )


def _opened(cities: Sequence[Organisation], on: date, now: datetime) -> list[Check]:
    """They have a head, somebody who works there, and said themselves how they are reached."""
    if not cities:
        return []
    head, officer = _("Each other city has a head"), _("Somebody of each other city opens complaints")
    if len(cities) == 1:
        body = {"body": cities[0].short_name}
        head, officer = _("%(body)s has a head") % body, _("Somebody of %(body)s opens complaints") % body
    return [
        _people(head, cities, [Role.HEAD], on, now),
        _people(officer, cities, [Role.OFFICER, Role.MEDIATOR], on, now),
        _reached(cities),
    ]


def _reached(cities: Sequence[Organisation]) -> Check:
    """Telephone and hours as the body itself says them: call-backs are promised by these."""
    lacking = [one for one in cities if one.contact_corrected_at is None or not (one.phone and one.hours)]
    first = (lacking or cities)[0]
    label = _("Each other city has written down its telephone, address and hours")
    if len(cities) == 1:
        label = _("%(body)s has written down its telephone, address and hours") % {"body": first.short_name}
    page = "office-directory-public" if lacking else "office-directory-body"
    return Check(
        label, not lacking, _names(lacking, cities), reverse(page, args=[first.pk]), _("Write them down")
    )


def _rosters(cities: Sequence[Organisation], now: datetime) -> Check:
    kept = roster.public_duty(now)
    lacking = [one for one in cities if one.key not in kept]
    label, url = _("Each city has a duty roster"), ""
    if len(cities) == 1:
        label = _("%(body)s has a duty roster") % {"body": cities[0].short_name}
        url = reverse("office-roster")
    how = _("Its head writes it: Alliance, duty roster. It says who signs warnings at night.")
    return Check(label, not lacking, f"{_names(lacking, cities)} {how}".strip(), url, _("Write the month"))


def _names(bodies: Sequence[Organisation], of: Sequence[Organisation]) -> str:
    """Which of several lack it."""
    if len(of) < 2 or not bodies:
        return ""
    return _("Not yet: %(bodies)s.") % {"bodies": " · ".join(one.short_name for one in bodies)}


def _site() -> Check:
    how = _("On the server, set %(variable)s; see the guide for operators.") % {"variable": "SITE_URL"}
    return Check(
        _("The address of the site is known, so that links in messages are whole"),
        bool(settings.SITE_URL),
        how,
    )


def _senders() -> Iterator[Check]:
    how = _("On the server, set %(variable)s; see the guide for operators.")
    for channel, label in (
        ("sms", _("Text messages leave: nobody can file a complaint by mobile phone before")),
        ("email", _("E-mails leave")),
    ):
        name = f"HUAIHAI_{channel.upper()}_SENDER"
        yield Check(
            label,
            bool(os.environ.get(name)),
            how % {"variable": name},
            reverse("system-test-message") if os.environ.get(name) else "",
            _("Send a test message"),
        )


def _holidays(today: date) -> Check:
    year = today.year + (today.month >= LONG_AHEAD)
    known = not clocks.calendar().is_provisional(date(year, 1, 1))
    return Check(
        _("The holidays of %(year)s are known") % {"year": year},
        known,
        "",
        reverse("system-holidays"),
        _("Load the notice"),
    )


def _laws() -> Check:
    how = _("On the server, set %(variable)s; see the guide for operators.") % {
        "variable": "HUAIHAI_LAW_TEXTS"
    }
    return Check(_("Texts of the law are loaded"), LawText.objects.exists(), how)


def _files() -> Iterator[Check]:
    yield Check(
        _("PDF are shown as pictures of their pages"),
        bool(settings.PDFTOPPM),
        _("On the server, install %(packages)s and start again.")
        % {"packages": "poppler-utils, poppler-data"},
    )
    yield Check(
        _("Photographs of contracts are read"),
        bool(settings.TESSERACT),
        _("On the server, install %(packages)s and start again.")
        % {"packages": "tesseract-ocr, tesseract-ocr-chi-sim"},
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


def next_of(missing: Sequence[Check]) -> Check | None:
    """What stands on top: what must not be wrong, then what is done on a page; what an operator does stands below."""
    pressed = (one for one in missing if one.is_urgent or one.url)
    return next(pressed, missing[0] if missing else None)


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
