"""What a helper does in its world, each asked for by name (`benchmarks.helping`)."""
# ruff: noqa: T201 # filling takes minutes, and says so

import gc
import random
import string
import time
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.copies import keep, like
from benchmarks.filling import bulk, past
from benchmarks.filling.decisions import fill as fill_decisions
from benchmarks.floors.views import INSERT, TABLE
from benchmarks.worlds import FEW_CASES
from huaihai.businesses.models import Business, Representative
from huaihai.cases import visits
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case, Consent
from huaihai.cases.search import texts
from huaihai.cases.tests import searched
from huaihai.education.models import Publication
from huaihai.governance.models import Reminders
from huaihai.governance.reminding.verbs import remind_all
from huaihai.insight.rollups import counting
from huaihai.kit import clock, integrity
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.members.models import Account, Post
from huaihai.record import due, outbox, worker
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.posts import sign_in

OFFICER, HEAD = "officer-320300", "head-320300"
CSRF = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=32))  # noqa: S311 # of nobody
TEXT_BYTES = 2_000
FEW_DECISIONS, MANY_DECISIONS = 30, 300
FORM = "application/x-www-form-urlencoded"


def fill(cases: int, businesses: int) -> dict[str, Any]:
    """So many cases and businesses, and the floor's table."""
    began = time.monotonic()
    gc.disable()  # nothing that is made by the million refers to itself
    for held in past.fill(cases, businesses, clock.now()):
        if held % 20_000 < past.AT_ONCE or held >= cases:
            print(f"  {held:,} cases after {time.monotonic() - began:.0f} s", flush=True)
    decided(FEW_DECISIONS if cases <= FEW_CASES else MANY_DECISIONS)
    print(f"  decided and counted after {time.monotonic() - began:.0f} s", flush=True)
    return held_now()


def decided(decisions: int) -> None:
    """What else those years left: decisions, and counts by months as each night would have made them."""
    fill_decisions(decisions)
    at = clock.now()
    counting.follow(at=at)
    for _month in counting.rebuild(at=at):
        pass
    brought_up()
    bulk.analyse()


def held_now() -> dict[str, Any]:
    """How much there is."""
    return {
        "held": {"cases": Case.objects.count(), "businesses": Business.objects.count()},
        "size_mb": round(_size() / 1e6, 1),
        "version": _version(),
    }


def prepare() -> dict[str, Any]:
    """The floor's table; whoever looks at pages, as cookies by name; and what stands in their addresses."""
    _floor()
    officer = Post.objects.select_related("organisation", "account").get(account__username=OFFICER)
    seen = Case.objects.visible_to(Actor.officer(officer)).filter(
        stage="mediating", responsible=officer.organisation
    )
    case = _fullest(seen)
    asked = Case.objects.open().exclude(invited_at=None).exclude(business=None)
    owners = Representative.objects.filter(account__is_active=True).values_list("business_id", "account_id")
    accounts: dict[Any, Any] = dict(owners)
    invited = _fullest(asked.filter(business__in=accounts, is_demo=True))
    browsers = {"officer": Client(), "head": Client(), "business": Client()}
    sign_in(browsers["officer"], officer.account)
    sign_in(browsers["head"], Account.objects.get(username=HEAD))
    sign_in(browsers["business"], Account.objects.get(pk=accounts[invited.business_id]))
    cookies = {
        who: f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={CSRF}"
        for who, browser in browsers.items()
    }
    cookies["consumer"] = _cookies(_session({CONSUMER_CASES: {str(case.pk): visits.mark_of(case)}}))
    warning = (
        Publication.objects.filter(kind="warning")
        .exclude(slug="")
        .order_by("pk")
        .values_list("slug", flat=True)
    )
    return {
        "cookies": cookies,
        "desk case": reverse("desk-case", args=[case.pk]),
        "own case": reverse("my-case", args=[case.pk]),
        "business case": reverse("business-case", args=[invited.pk]),
        "number": (case.number or "")[10:16],
        "warnings": list(warning),
        "bare": _form(CSRF, text="沃柑" * (TEXT_BYTES // 6)),
        "bare cookies": cookies["consumer"],
    }


def drafts(number: int) -> list[tuple[str, bytes]]:
    """So many drafts that are filled in, confirmed and consented to, each with the cookies and the form of its last
    press."""
    at = clock.now()
    with transaction.atomic():
        first = cast.draft(at)
        person, consents = first.complainant, list(Consent.objects.filter(case=first))
        shops = list(Business.objects.exclude(name="").order_by("-pk")[:number])
        cases, sent = [], []
        for turn in range(number):
            name, title, story = searched.written(turn * 31 + 7)
            shop = shops[turn % len(shops)]
            stated = first.stated_business | {
                "name": shop.name,
                "code": shop.credit_code or "",
                "sign": shop.name,
            }
            cases.append((like(first, title=title, story=story, stated_business=stated), name))
        keep(case for case, _name in cases)
        keep(like(person, case_id=case.pk, name=name) for case, name in cases)
        keep(like(one, case_id=case.pk) for case, _name in cases for one in consents)
        for case, _name in cases:
            key = _session({CONSUMER_CASES: {str(case.pk): ""}, steps.CURRENT: str(case.pk)})
            sent.append((_cookies(key), _form(CSRF, key=uuid4().hex, draft=steps.token(case))))
    return sent


def rush(number: int) -> list[tuple[str, str, bytes, dict[str, str]]]:
    """As `drafts`, each with its key before, and the fields of the page that takes its photos behind."""
    found = []
    for cookies, body in drafts(number):
        typed = dict(parse_qsl(body.decode()))
        key = signing.loads(typed["draft"], salt=steps.SALT)
        found.append((key, cookies, body, {name: typed[name] for name in ("csrfmiddlewaretoken", "draft")}))
    return found


def filed(keys: list[str]) -> list[str]:
    """Those of these drafts that are complaints now."""
    sent = Case.objects.filter(pk__in=keys).exclude(submitted_at=None)
    return [str(key) for key in sent.values_list("pk", flat=True)]


def count(path: str, cookies: str, body: bytes = b"", before: str = "") -> tuple[int, int]:
    """Statements of one request, BEGIN and COMMIT among them, and its status; of a second one after `before`."""
    client = Client()
    client.cookies.load(cookies)
    if before:
        client.get(before)
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(path, body, content_type=FORM) if body else client.get(path)
    return len(caught), answer.status_code


def behind() -> int:
    """Cases that the index of the search has not come to, and their messages that the worker is about to send."""
    others = (OutboxMessage.Channel.WEBHOOK, OutboxMessage.Channel.CALL)
    waiting = OutboxMessage.objects.filter(
        sent_at=None, gave_up_at=None, next_try_at__lte=clock.now(), subject__startswith="case:"
    )
    cases = Case.objects.filter(to_index=True).exclude(stage__in=texts.UNSENT)
    return cases.count() + waiting.exclude(channel__in=others).count()


def set_behind(number: int) -> int:
    """Let the background index so many cases anew."""
    some = list(
        Case.objects.exclude(stage__in=texts.UNSENT).order_by("-pk").values_list("pk", flat=True)[:number]
    )
    return Case.objects.filter(pk__in=some).update(to_index=True)


def raw(number: int) -> None:
    """So many durable inserts of the floor's text, by the driver alone."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    text = "沃柑" * (TEXT_BYTES // 6)
    statement = INSERT if connection.vendor == "postgresql" else INSERT.replace("%s", "?")
    for _ in range(number):
        cursor.execute(statement, (uuid4().hex, text))
    cursor.close()


def brought_up() -> dict[str, Any]:
    """What was to fall due by now is done, and told, as on a server that never stood still."""
    done = _fallen_due()
    while outbox.send_waiting(at=clock.now()):
        pass
    # Whoever was looked after lately would hear of the news later.
    Reminders.objects.update(looked_at=None)
    remind_all(at=clock.now())
    worker.send_all_due()
    worker.index_all()
    integrity.look_at_tables()
    return done


def night() -> dict[str, Any]:
    """One day later, what falls due is done."""
    clock.set_demo_day(clock.demo_day() + timedelta(days=1))
    return _fallen_due()


def _fallen_due() -> dict[str, Any]:
    """Seconds of processor time here, and how many acts it was."""
    began = time.process_time()
    try:
        acts = due.fall_due(at=clock.now(), brake=None).acts
    except due.SomeFailed as error:  # the log says what; how long it took is known all the same
        acts = error.acts
        print(f"  {error.failed} of {acts} acts failed", flush=True)
    return {"spent": time.process_time() - began, "acts": acts}


def subscribed(number: int) -> Any:
    """So many subscribers, and a warning that nobody was told of; returns the key of its edition."""
    from huaihai.education.models import Delivery
    from huaihai.education.tests import one_voice_cast
    from huaihai.education.tests.subscribers import subscribers

    at = clock.now()
    subscribers(number, at=at)
    with transaction.atomic():
        edition = one_voice_cast.a_warning(slug=f"bench-{uuid4().hex[:8]}", at=at).editions.get()
        Delivery.objects.filter(edition=edition).delete()
    return edition.pk


def publish(edition_key: Any) -> dict[str, Any]:
    """The warning goes out to all subscribers."""
    from huaihai.education.models import Edition
    from huaihai.education.sending import verbs
    from tests.posts import PROGRAM

    began = time.process_time()
    with transaction.atomic():
        verbs.broadcast(Edition.objects.get(pk=edition_key), by=PROGRAM, at=clock.now())
    return {"spent": time.process_time() - began}


def _floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (id varchar(32) PRIMARY KEY, text text NOT NULL)")


def _fullest(cases: Any) -> Case:
    """The one in which most has happened, of the demo's own."""
    counted = cases.filter(is_demo=True).annotate(many=Count("offers") + Count("evidence"))
    found: Case = counted.order_by("-many", "-version", "pk")[0]
    return found


def _session(held: dict[str, Any]) -> str:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    session = store()
    session.update(held)
    session.create()
    session.update(held)
    session.save()
    return session.session_key or ""


def _cookies(key: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={key}; csrftoken={CSRF}"


def _form(token: str, **typed: str) -> bytes:
    return urlencode({"csrfmiddlewaretoken": token, **typed}).encode()


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
        )
        return str(cursor.fetchone()[0]).split()[0]
