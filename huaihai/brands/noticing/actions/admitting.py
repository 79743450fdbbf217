"""What a vote does: carried, the entry holds the mark; not carried, it stays in the directory, with the reasons."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from huaihai.brands import telling
from huaihai.brands.actions.moving import moving
from huaihai.brands.assessing.actions import concluding
from huaihai.brands.entering.known import months_before
from huaihai.brands.marks import actions as marks
from huaihai.brands.models import AdmissionDossier, AssessmentRound, Entry
from huaihai.brands.noticing import dossier
from huaihai.brands.noticing.actions.voting import EFFECT
from huaihai.brands.noticing.hindrances import hindrances
from huaihai.brands.powers import Who
from huaihai.governance.documents import fingerprint
from huaihai.governance.models import Motion, Resolution
from huaihai.kit import spoken
from huaihai.members.actors import Actor
from huaihai.record.models import Event

ONE_YEAR = 12
PROGRAM = Actor.system("vote")
STAGES = {False: "voting", True: "held"}  # by whether it renews
Outcome = AssessmentRound.Outcome


def dossier_of(entry: str, sha256: str) -> AdmissionDossier | None:
    """The dossier with this hash, if it is the entry's newest and still waits for the vote."""
    rows = AdmissionDossier.objects.filter(entry__pk=entry).select_related(
        "entry__business", "entry__place", "entry__body", "entry__criteria",
        "notice__entry__business", "notice__entry__place", "notice__entry__body",
        "notice__round__criteria", "notice__snapshot__criteria",
    )  # fmt: skip
    found: AdmissionDossier | None = rows.order_by("-at", "-pk").first()
    return found if found is not None and found.sha256 == sha256 else None


def is_changed(held: AdmissionDossier) -> bool:
    """Whether the dossier would say something else by now."""
    return fingerprint(dossier.again(held)) != held.sha256


def against(held: AdmissionDossier, on: date) -> list[str]:
    """What has come up against it since; see `hindrances`."""
    return hindrances(held.entry, on)


def admit(held: AdmissionDossier, resolution: Resolution, *, by: Actor, at: datetime) -> Entry:
    """The entry holds the mark from the resolution's first day on, or holds it longer. Called by the effect alone."""
    entry, notice = held.entry, held.notice
    renews = notice.round.renews
    with transaction.atomic():
        with moving(entry, "renew" if renews else "admit", who=Who.VOTE, by=by, at=at) as move:
            row, criteria = move.entry, notice.snapshot.criteria or notice.round.criteria
            months = int(criteria.content.get("admission", {}).get("valid_months", ONE_YEAR))
            first = resolution.in_force_from
            if renews and row.held_until is not None and row.held_until >= first:
                row.held_until = _after(row.held_until, months)
            else:
                row.held_since, row.held_until = first, _until(first, months)
            row.criteria, row.ended_at = criteria, None
            move.facts |= {
                "resolution": resolution.number,
                "dossier": held.sha256,
                "since": (row.held_since or first).isoformat(),
                "until": row.held_until.isoformat(),
                "criteria": criteria.number,
            }
            notice.round.resolution, notice.round.motion = resolution, resolution.motion
            concluding.close(notice.round, Outcome.ADMITTED, at=at)
        marks.issue(entry, by=by, at=at)
        said = {"until": spoken.full_day(entry.held_until)} if entry.held_until else {}
        telling.business(entry, "renewed" if renews else "admitted", key=str(held.pk), facts=said, at=at)
    return entry


def motion_rejected(event: Event) -> None:
    """The vote did not carry it: its entries stay in the directory. Named in `reactions.REACTIONS`."""
    if not event.subject.startswith("motion:"):
        return
    motion = Motion.objects.get(pk=event.subject.removeprefix("motion:"))
    for one in motion.effects:
        if one["kind"] == EFFECT:
            held = dossier_of(one["facts"]["entry"], one["facts"]["hash"])
            if held is None or held.motion_id != motion.pk:
                continue  # a motion beside that of the office decides nothing
            if held.entry.stage == STAGES[held.notice.round.renews]:
                _refuse(held, motion, at=event.at)


def _refuse(held: AdmissionDossier, motion: Motion, *, at: datetime) -> None:
    notice = held.notice
    verb, noted, who = (
        ("note", "renewal refused", Who.RULE) if notice.round.renews else ("refuse", "", Who.VOTE)
    )
    with moving(held.entry, verb, who=who, noted=noted, by=PROGRAM, at=at) as move:
        notice.round.motion = motion
        concluding.close(notice.round, Outcome.REFUSED, at=at)
        move.facts |= {"motion": motion.number, "dossier": held.sha256}
    with translation.override(settings.LANGUAGE_CODE):
        telling.business(held.entry, "refused", key=str(held.pk), at=at)


def _until(first: date, months: int) -> date:
    """The last day (included) of so many months that begin on `first`."""
    return date.fromordinal(months_before(first, -months).toordinal() - 1)


def _after(last: date, months: int) -> date:
    """The last day of so many months more."""
    return _until(date.fromordinal(last.toordinal() + 1), months)
