"""What is done before the pages are served. Each step says in a few words what it did, and doing it again
changes nothing."""

import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.education import loading
from huaihai.education.library import citing
from huaihai.education.library import loading as law_files
from huaihai.front.demo import installing
from huaihai.governance import membership, rules, secretariat
from huaihai.kit import clock, key_check, private_folder
from huaihai.members import directory, powers
from huaihai.members.actors import Actor
from huaihai.record import clock_doubt

SERVE = Actor.system("serve")


def close_folder() -> str:
    """The folder of the service is for its user alone, as one of an older program may not be."""
    tightened = private_folder.tighten(settings.VAR)
    if private_folder.is_open(settings.VAR):
        words = _("OPEN TO OTHERS: %s belongs to another user, who alone can close it (chmod 700)")
        return words % settings.VAR
    if tightened:
        return _("closed to others (%d files and folders)") % tightened
    return _("closed to others")


def name_proxies() -> str:
    """Whose word on where a visitor comes from is believed."""
    named = ", ".join(map(str, settings.PROXIES))
    if os.environ.get("HUAIHAI_PROXIES"):
        return _("%s say where visitors come from") % named
    words = _("only this machine's (%s) are believed; one elsewhere has to stand in HUAIHAI_PROXIES")
    return words % named


def check_keys() -> str:
    """The keys are those of the database."""
    key_check.settle()
    return _("those of the database")


def check_clock() -> str:
    """Nothing is written under a clock that may be wrong before that is noted."""
    doubt = clock_doubt.look(clock.now())
    return _("DOUBTED: %s") % doubt.in_words() if doubt else _("believed")


def migrate() -> str:
    """Bring the database to the newest form."""
    if _all_applied():
        return _("up to date")
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return _("up to date")
    call_command("migrate", verbosity=0, interactive=False)
    return _("%d migrations applied") % len(plan)


def _all_applied() -> bool:
    """Whether each file of a migration was applied, by its name: to read them all takes memory that stays."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    return all(
        (app.label, file.stem) in applied
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    )


def gather_static_files() -> str:
    """`make setup` does it; a folder of one's own (HUAIHAI_VAR) has none yet, or those of an older program."""
    gathered = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if gathered.exists() and gathered.stat().st_mtime > _newest_static_file():
        return _("there")
    call_command("collectstatic", verbosity=0, interactive=False)
    return _("gathered")


def _newest_static_file() -> float:
    """When a static file of the program was last changed, in seconds since 1970."""
    files = Path(__file__).parents[1].glob("*/static/**/*")
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)


def load_alliance() -> str:
    """Organisations, aliases of places and adopted clocks, from the alliance's pack, which must be in order."""
    alliance.refuse_flaws(alliance.folder())
    loaded = directory.load(alliance.load(), by=SERVE, at=clock.now())
    secretariat.load(alliance.load(), by=SERVE, at=clock.now())
    membership.load(alliance.load(), by=SERVE, at=clock.now())
    rules.load(alliance.load(), by=SERVE, at=clock.now())
    return loaded.in_words


def load_texts() -> str:
    """The alliance's own announcements and texts on rights."""
    return _told(loading.load_texts(alliance.load(), by=SERVE, at=clock.now()))


def load_lessons() -> str:
    """The lessons that come with the platform."""
    return _told(loading.load_lessons(by=SERVE, at=clock.now()))


def load_law() -> str:
    """Official texts of statutes from the folders of HUAIHAI_LAW_TEXTS; which publication cites which article."""
    outcomes = [
        one.outcome
        for one in law_files.load(law_files.read_all(settings.LAW_TEXTS), by=SERVE, at=clock.now())
    ]
    words = _(
        "%(n)d official texts read, %(stored)d stored, %(troubled)d not loaded (huaihai education load-law says why), "
        "%(cited)d citations changed"
    )
    return words % {
        "n": len(outcomes),
        "stored": sum(outcome in law_files.STORED for outcome in outcomes),
        "troubled": sum(outcome in law_files.NOT_LOADED for outcome in outcomes),
        "cited": citing.refresh(),
    }


def load_demo() -> str:
    """The rows of the demo's year, once, before anything else is written."""
    loaded = installing.load()
    if not loaded:
        return _("as held")
    return _("%(cases)d cases, %(accounts)d accounts") % {"cases": loaded.cases, "accounts": loaded.accounts}


def first_administrator(site: str) -> str:
    """What to say to the first administrator; "" if there is one already, or in the demo, which has its own.

    A link that still works is not made again by each start: logs are read by many.
    """
    at = clock.now()
    if settings.DEMO or powers.has_administrator(at):
        return ""
    if powers.has_first_administrator_link(at):
        return _(
            "there is none yet. The link printed before still works; huaihai members first-administrator prints a new "
            "one instead"
        )
    token = powers.make_first_administrator_link(by=SERVE, at=at)
    words = _("there is none yet. This link works once, for a day:")
    return f"{words}\n  {site.rstrip('/')}{powers.path_of(token)}"


def _told(loaded: loading.Loaded) -> str:
    words = _("%(new)d published, %(revised)d revised, %(unchanged)d as held")
    return words % {"new": loaded.new, "revised": loaded.revised, "unchanged": loaded.unchanged}
