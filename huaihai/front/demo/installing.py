"""Putting the demo's rows into an empty database, all or none; and whether a database is a demo's."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from huaihai import alliance
from huaihai.cases import owning
from huaihai.front.demo import rows
from huaihai.kit import versions
from huaihai.kit.filestore import sealed
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.kit.rows import count_on, defer_references, insert
from huaihai.members.models import Account, Organisation
from huaihai.record.models import Event

SUBJECT = "demo"
FOLDER = "demo"  # in the alliance's own
FILES = "files"


class CannotLoad(Refusal):
    """The database and the demo do not go together; the message says what to do."""


@dataclass(frozen=True)
class Loaded:
    """How much was put in."""

    cases: int
    accounts: int


def load() -> Loaded | None:
    """Put the demo year in; None if it is there already. Raises CannotLoad, and then nothing was changed."""
    if not settings.DEMO:
        raise CannotLoad(_("the demo is loaded only where HUAIHAI_DEMO=1"))
    folder = alliance.load().folder / FOLDER
    with transaction.atomic():
        if is_demo():
            return None
        _refuse(folder)
        _put_in(folder)
    event = Event.objects.get(subject=SUBJECT)
    return Loaded(event.facts["cases"], Account.objects.filter(is_demo=True).count())


def is_demo() -> bool:
    """Whether this database holds the demo's rows."""
    return Event.objects.filter(subject=SUBJECT).exists()


def refuse_outside_the_demo() -> None:
    """A demo's database is never served as a real one: its keys are published. Raises CannotLoad."""
    if not settings.DEMO and is_demo():
        raise CannotLoad(
            _(
                "this database holds the demo, whose keys everybody knows: start it with HUAIHAI_DEMO=1, or give "
                "HUAIHAI_VAR or DATABASE_URL another place"
            )
        )


def shown_cases() -> list[str]:
    """The cases whose numbers and codes the demo's page shows, the one it walks through first."""
    event = Event.objects.filter(subject=SUBJECT).first()
    return list(event.facts["shown"]) if event else []


def _refuse(folder: Path) -> None:
    if Organisation.objects.exists():
        raise CannotLoad(
            _(
                "this database is not a demo's, so no demo is put into it: start it with HUAIHAI_DEMO=0 (make run "
                "DEMO=0)"
            )
        )
    if not any(folder.glob(f"*{rows.ENDING}*")):
        raise CannotLoad(
            _(
                "there is no demo year in %(folder)s: make demo-rows plays one for the alliance of HUAIHAI_ALLIANCE, "
                "HUAIHAI_DEMO=0 starts without"
            ),
            folder=folder,
        )


def _put_in(folder: Path) -> None:
    models = rows.kept_models()
    defer_references()
    for table in rows.read(folder):
        model = models.get(table.name)
        if model is None or set(table.columns) != set(rows.columns_of(model)):
            raise CannotLoad(
                _("the demo's rows of %(table)s are of another version: run make demo-rows"), table=table.name
            )
        insert(model, table.columns, table.rows)
    count_on(models.values())
    versions.changed()
    owning.give_lead_keys()
    _keep_files(folder / FILES)


def _keep_files(folder: Path) -> None:
    """Pictures and papers, each named by its hash; with `.jpg`, what is shown instead of it."""
    for path in sorted(folder.glob("*")):
        keep = sealed.keep_derivative if path.suffix else sealed.keep_original
        with path.open("rb") as contents:
            keep(path.name, contents)
