"""Facts about this installation, asked of the machine and of the database; what they mean say `findings`.

Nothing here changes anything. Plain values, so that they can also be counted and drawn.
"""

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from huaihai.cases.verbs import emptying
from huaihai.front.demo import installing
from huaihai.front.health import working
from huaihai.front.health.working import Work
from huaihai.front.leaving.going import letting_go
from huaihai.kit import clock, key_check, keyring, private_folder
from huaihai.kit.filestore import scanning
from huaihai.kit.refusals import Refusal
from huaihai.kit.sqlite import driver
from huaihai.law.library import checking
from huaihai.members.models import Account
from huaihai.record import clocks, costs
from huaihai.record.backups import noting
from huaihai.record.models import Event, LogWitness, OutboxMessage

SENDERS: Final = ("sms", "email")
OTHER_WAYS: Final = ("wework", "wechat")  # which nobody has to have
FAILED_WITHIN: Final = timedelta(days=2)
CHINESE_FONTS: Final = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/noto"))
LONG_AHEAD: Final = 11  # the month from which next year's holidays are known


@dataclass(frozen=True)
class Keys:
    """`state`: there, missing, damaged, or others than those of the database; `error` says where."""

    state: str
    error: Refusal | str = ""
    is_readable_by_others: bool = False
    has_shares: bool = False


@dataclass(frozen=True)
class Machine:
    """What is known without the database."""

    var: str
    is_open: bool
    is_writable: bool
    free_bytes: int
    site_url: str
    proxies: tuple[str, ...]
    bad_proxies: str
    is_demo: bool
    is_debug: bool
    senders: Mapping[str, str]  # way -> dotted name, "" without one
    bad_senders: Mapping[str, str]  # way -> why it cannot be imported
    has_poppler: bool
    has_fonts: bool
    has_tesseract: bool
    clamd: str  # "", "answers", "silent"
    is_sqlite_old: bool
    old_articles: int  # of the law library, unchecked for more than a year
    sender_faults: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # way -> what is missing (senders.words)


@dataclass(frozen=True)
class Kept:
    """What the database knows. Times are those of the machine's clock `now`."""

    now: datetime
    server: str
    seconds_apart: float  # this machine's clock less the database's
    work: Work
    newest_event_at: datetime | None
    unscanned: int
    backup: noting.Known
    holds_demo: bool
    demo_accounts: int
    holidays_year: int
    are_holidays_known: bool
    witnessed_at: datetime | None
    failures: Mapping[str, tuple[str, datetime]] = field(
        default_factory=dict
    )  # way -> why the last one did not leave
    over_budget: tuple[tuple[str, str, str], ...] = ()  # body, yuan, budget
    is_emptying_stopped: bool = False
    gone_cities: tuple[str, ...] = ()  # that the pack still has
    half_gone: tuple[str, ...] = ()  # whose deletion was stopped on its way


@dataclass(frozen=True)
class Facts:
    """`kept` is None if the database did not answer; `error` says why."""

    keys: Keys
    machine: Machine
    kept: Kept | None = None
    error: str = ""
    is_new: bool = False  # nothing was ever started here
    migrations: int = 0  # not applied yet; then nothing else is asked of the database


def of_machine(*, bad_proxies: str = "") -> Machine:
    """What is known without the database."""
    var = Path(settings.VAR)
    there = next(folder for folder in (var, *var.parents) if folder.exists())
    senders = {way: os.environ.get(f"HUAIHAI_{way.upper()}_SENDER", "") for way in (*SENDERS, *OTHER_WAYS)}
    senders = {way: name for way, name in senders.items() if name or way in SENDERS}
    return Machine(
        var=str(var),
        is_open=var.exists() and private_folder.is_open(var),
        is_writable=os.access(there, os.W_OK),
        free_bytes=shutil.disk_usage(there).free,
        site_url=settings.SITE_URL,
        proxies=tuple(map(str, settings.PROXIES)),
        bad_proxies=bad_proxies,
        is_demo=settings.DEMO,
        is_debug=settings.DEBUG,
        senders=senders,
        bad_senders={way: why for way, name in senders.items() if name and (why := _why_not(way))},
        has_poppler=bool(settings.PDFTOPPM),
        has_fonts=any(folder.exists() and any(folder.glob("*CJK*")) for folder in CHINESE_FONTS),
        has_tesseract=bool(settings.TESSERACT),
        clamd=_clamd(),
        is_sqlite_old=driver.journal_mode(driver.Database.sqlite_version_info) != "WAL",
        old_articles=len(checking.old(clock.local_day(datetime.fromtimestamp(time.time(), clock.ZONE)))),
        sender_faults={
            way: tuple(_faults(way)) for way, name in senders.items() if name and not _why_not(way)
        },
    )


def of_keys(folder: Path, error: Refusal | str = "") -> Keys:
    """`error`: why they cannot be used, from whoever tried to read them."""
    path = folder / keyring.FILE
    if not path.exists():
        return Keys("missing", has_shares=(folder / "recovery.age").exists())
    return Keys(
        "damaged" if error else "there",
        error,
        is_readable_by_others=bool(path.stat().st_mode & private_folder.OTHERS),
        has_shares=(folder / "recovery.age").exists(),
    )


def compared(keys: Keys) -> Keys:
    """Whether they are those of the database."""
    if keys.state != "there":
        return keys
    try:
        key_check.compare()
    except keyring.Unusable as error:
        return Keys("others", error.why, keys.is_readable_by_others, keys.has_shares)
    return keys


def is_new() -> bool:
    """Whether nothing was ever started here: on SQLite to ask would make the file."""
    if connection.vendor == "sqlite":
        return not Path(connection.settings_dict["NAME"]).exists()
    return "django_migrations" not in connection.introspection.table_names()


def migrations() -> int:
    """How many are not applied yet. Raises an error of the database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def of_database() -> Kept:
    """Raises an error of the database."""
    now = clock.now()
    given_up = OutboxMessage.objects.filter(sent_at=None).exclude(gave_up_at=None)  # ever: it is asked seldom
    year = now.year + (now.month >= LONG_AHEAD)
    clocks_known = clocks.calendar()
    return Kept(
        now=now,
        server=_server(),
        seconds_apart=_seconds_apart(),
        work=replace(working.ask(at=now), messages_given_up=given_up.count()),
        newest_event_at=Event.objects.order_by("-pk").values_list("at", flat=True).first(),
        unscanned=len(scanning.unscanned()) if settings.CLAMD else 0,
        backup=noting.known(),
        holds_demo=installing.is_demo(),
        demo_accounts=Account.objects.filter(is_demo=True, is_active=True).count(),
        holidays_year=year,
        are_holidays_known=not clocks_known.is_provisional(now.date().replace(year=year, month=1, day=1)),
        witnessed_at=LogWitness.objects.aggregate(at=Max("cosigned_at"))["at"],
        failures={way: found for way in (*SENDERS, *OTHER_WAYS) if (found := _failure(way, now))},
        over_budget=tuple(
            (one.body, str(one.cost), str(one.budget)) for one in costs.of_month(now) if one.is_over
        ),
        is_emptying_stopped=emptying.last().get("verb") == emptying.STOPPED,
        gone_cities=letting_go.still_in_pack(),
        half_gone=letting_go.on_their_way(),
    )


def _failure(way: str, now: datetime) -> tuple[str, datetime] | None:
    from huaihai.record.senders import words

    return words.last_failure(way, since=now - FAILED_WITHIN)


def _faults(way: str) -> list[str]:
    """What a provider of ours still needs."""
    from huaihai.record import outbox

    check = getattr(import_module(outbox.sender_of(way).__module__), "check", None)
    return list(check()) if check else []


def _why_not(way: str) -> str:
    from huaihai.record import outbox

    try:
        outbox.sender_of(way)
    except (ImportError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _clamd() -> str:
    if not settings.CLAMD:
        return ""
    try:
        scanning.ask([b"huaihai"])
    except scanning.NoScanner:
        return "silent"
    return "answers"


def _server() -> str:
    from huaihai import version

    if connection.vendor == "sqlite":
        return version.database(settings.DATABASES["default"])
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row: Any = cursor.fetchone()
    return f"PostgreSQL {row[0]}"


def _seconds_apart() -> float:
    """SQLite has no clock of its own."""
    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        row: Any = cursor.fetchone()
    return time.time() - float(row[0])
