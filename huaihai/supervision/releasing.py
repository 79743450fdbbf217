"""The file that is published: made once from what was found, signed by the cities with the text that tells of it."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.education.models import Edition, EditionQuerySet, PublicationVersion
from huaihai.education.publications import procedure
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.record import signatures
from huaihai.record.models import Event
from huaihai.supervision import powers
from huaihai.supervision.forms import STAYS, ReasonForm, ReleaseForm
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import Project, Release
from huaihai.supervision.moving import moving


@page(
    "release",
    "release",
    gettext_lazy("Make the file to be signed"),
    gettext_lazy("The file is made. Hand it to the cities for signing next."),
    form=ReleaseForm,
    options=lambda _actor, project: {"is_first": project.published_at is None},
    lead=gettext_lazy("All results are worked out from what is stored now, and fixed. Then the cities sign."),
    button=gettext_lazy("Make the file"),
)
def release(
    project: Project, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> Release:
    """Make the file from what is stored now. After the first has gone out, another needs a reason.

    Raises NotAllowed, NotPossible (with all that hinders it), Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    with moving(project, "release", by=by, at=at, seen=seen) as move:
        held = move.row
        subject = subject_of(held.kind)
        if hindered := subject.hindrances(held, "release", at=at):
            raise NotPossible(spoken.run_on(hindered))
        said = storable_name(reason)
        number = held.releases.count() + 1
        if held.published_at is not None and not said:
            raise Unfit("reason", _("Please say what is corrected."))
        file = canonical(_framed(held, number, subject.build(held, at=at), at=at))
        made = Release(
            project=held,
            number=number,
            file=file.decode(),
            sha256=hashlib.sha256(file).hexdigest(),
            reason=said,
            at=at,
            by=by.key,
        )
        made.save(force_insert=True)
        held.release = made
        move.facts |= {
            "release": number,
            "sha256": made.sha256,
            "sealed": [[made.seal_key, made.fingerprint]],
        }
    return made


@page(
    "calling-back",
    "call back",
    gettext_lazy("Call the file back"),
    gettext_lazy("The file is called back. It can be made again."),
    form=ReasonForm,
    lead=STAYS,
    tone="plain",
)
def call_back(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Something has to be looked at again before it goes out; a text that is on its way with the file is dropped.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    with transaction.atomic():
        # the text before the project, as where it goes out: two who wait for each other would wait for ever
        for edition in open_editions(project):
            procedure.drop(edition, reason=said, by=by, at=at)
        with moving(project, "call back", by=by, at=at, seen=seen, text=said):
            pass
    return project


def open_editions(project: Project) -> EditionQuerySet:
    """The edition of its text that is on its way: one at most."""
    rows = Edition.objects.open().filter(publication=project.publication_id)
    return rows.select_related("publication__publisher", "version")


def went_out(event: Event) -> None:
    """Called with every publication: a project whose text went out is published, with the file that was signed.

    What was signed is the text, and it names the file by its SHA-256: a text that does not publishes no file.
    """
    project = _told_by(event)
    if project is None or project.release is None or project.stage not in ("released", "published"):
        return
    if project.publication is None or not names_file(project.publication.current, project.release):
        return
    with moving(project, "publish", by=Actor.system("publication"), at=event.at) as move:
        out = project.release
        if out.published_at is None:
            Release.objects.filter(pk=out.pk).update(published_at=event.at)
            signatures.sign_file(
                sha256=out.sha256,
                of=format_of(project),
                name=f"{project.number}-{out.number}.json",
                at=event.at,
            )
        move.row.published_at = move.row.published_at or event.at
        move.row.withdrawn_at = None
        move.facts |= {"release": out.number, "sha256": out.sha256}


def taken_back(event: Event) -> None:
    """Called when a text was withdrawn: the project it tells of says so on its page; nothing of it disappears."""
    project = _told_by(event)
    if project is None or project.published_at is None:
        return
    by = Actor.system("publication")
    with moving(project, "withdraw", by=by, at=event.at, text=event.text) as move:
        move.row.withdrawn_at = event.at


def format_of(project: Project) -> str:
    """The format of its files."""
    return f"huaihai-supervision-{project.kind}/1"


def names_file(text: PublicationVersion, made: Release) -> bool:
    """Whether this text names the file by its SHA-256."""
    return any(made.sha256 in words for words in (text.evidence, text.body))


def _told_by(event: Event) -> Project | None:
    """The project that this publication tells of."""
    rows = Project.objects.select_related("release", "publication__shown")
    return rows.filter(publication=UUID(event.subject.partition(":")[2])).first()


def _framed(project: Project, number: int, built: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What every released file begins with, and what its kind adds."""
    plans = [row.in_file() for row in project.plan_versions.all()]
    return {
        "format": format_of(project),
        "project": {
            "number": project.number,
            "kind": project.kind,
            "year": project.year,
            "title": project.title,
            "theme": project.theme,
            "question": project.question,
            "lead": project.lead.key if project.lead else "alliance",
            "cities": [part.body.key for part in project.cities.select_related("body")],
            "collected": [_iso(project.starts_on), _iso(project.ends_on)],
        },
        "release": {"number": number, "made_on": local_day(at).isoformat(), "is_demo": settings.DEMO},
        "plans": plans,
        **built,
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def file_of(release: Release) -> dict[str, Any]:
    """The released file as values."""
    held: dict[str, Any] = json.loads(release.file)
    return held
