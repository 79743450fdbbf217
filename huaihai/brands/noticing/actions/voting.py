"""Putting entries to the vote, by rule: one motion a night for all that are ready; each entry is one effect, bound to
its dossier's hash."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.brands import standing, telling
from huaihai.brands.actions import on_the_way
from huaihai.brands.actions.moving import moving
from huaihai.brands.models import AdmissionDossier, AssessmentRound, Notice, NoticeObjection
from huaihai.brands.noticing import clocks, dossier
from huaihai.brands.noticing.actions import deciding
from huaihai.brands.noticing.actions.giving import PROGRAM
from huaihai.brands.noticing.hindrances import hindrances
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotPossible
from huaihai.governance import rotation
from huaihai.governance.actions import motions
from huaihai.governance.actions.office import lock_alliance
from huaihai.governance.documents import fingerprint
from huaihai.governance.models import Motion
from huaihai.kit import spoken
from huaihai.kit.clock import local_day

EFFECT = "brand-admission"  # the kind of effect with which a resolution admits or renews
MOST = 100  # entries of one motion


def why_not(notice: Notice, on: date) -> str:
    """Why this notice cannot be put to the vote on this day, in plain words; empty if it can."""
    if reason := _not_over(notice, on):
        return reason
    if not standing.gives_title(on):
        return _("The programme has no legal basis in force, so nothing can be admitted.")
    if motion := motion_about(str(notice.entry_id), on):
        return _("Motion %(number)s is about this entry.") % {"number": motion.number}
    against = hindrances(notice.entry, on)
    return " ".join(against)


def waiting() -> Any:
    """The notices that have not been decided on, the oldest first."""
    rows = Notice.objects.filter(round__closed_at=None, round__outcome=AssessmentRound.Outcome.NOTICE)
    return rows.select_related(
        "entry__business", "entry__place", "entry__body", "round__criteria", "snapshot__criteria"
    ).order_by("from_on", "at", "pk")


def ready(on: date) -> list[Notice]:
    """The notices that go to the vote on this day, the oldest first; none while nobody is the secretariat."""
    if rotation.secretariat_on(on) is None:
        return []
    return list(islice((notice for notice in waiting() if not why_not(notice, on)), MOST))


def put_to_vote(notices: Sequence[Notice], *, at: datetime) -> Motion:
    """One draft motion about these entries, with the dossier of each, on the desk of the secretariat, which tables it.
    Raises NotPossible, Unfit."""
    body = rotation.secretariat_on(local_day(at))
    if body is None:
        raise NotPossible(_("Nobody is the secretariat on this day."))
    with transaction.atomic():
        lock_alliance()  # the motion needs its number: before the entries, see `governance.actions.office`
        held = [_put(notice, at=at) for notice in notices]
        with translation.override(settings.LANGUAGE_CODE):
            title, text = _title(held), _text(held)
        motion = motions.draft(
            title=title,
            text=text,
            proposed_by=body,
            held_effects=[{"kind": EFFECT, "facts": facts_of(one)} for one in held],
            by=PROGRAM,
            at=at,
        )
        for one in held:
            one.motion = motion
            one.save(update_fields=["motion"])
    return motion


def facts_of(held: AdmissionDossier) -> dict[str, Any]:
    """What the effect of a motion keeps."""
    return {
        "entry": str(held.entry_id),
        "number": held.entry.number,
        "name": held.entry.name,
        "hash": held.sha256,
        "renews": held.notice.round.renews,
    }


def motion_about(entry: str, on: date) -> Motion | None:
    """A motion on its way about this entry; drafts count too, so that there is one."""
    for motion in on_the_way.motions(on):
        if any(one["kind"] == EFFECT and one["facts"]["entry"] == entry for one in motion.effects):
            return motion
    return None


def _not_over(notice: Notice, on: date) -> str:
    if notice.round.closed_at is not None or notice.outcome == Notice.Outcome.CALLED_OFF:
        return _("This notice is over, and nothing follows from it.")
    if on <= (until := clocks.last_day(notice)):
        return _("The public notice lasts until %(day)s.") % {"day": spoken.full_day(until)}
    rows = NoticeObjection.objects.filter(notice=notice, state=NoticeObjection.State.OPEN)
    if rows.exists():
        return _("An objection is not decided yet.")
    return ""


def _put(notice: Notice, *, at: datetime) -> AdmissionDossier:
    """Its dossier is fixed, and the entry waits for the vote; one whose earlier motion came to nothing waits again."""
    is_again = notice.ended_at is not None
    stays = notice.round.renews or is_again
    verb = "note" if stays else "put to vote"
    noted = ("renewal to vote" if notice.round.renews else "put to vote again") if stays else ""
    with moving(notice.entry, verb, who=Who.RULE, noted=noted, by=PROGRAM, at=at) as move:
        held = waiting().get(pk=notice.pk)
        held.entry = move.entry
        if reason := why_not(held, local_day(at)):
            raise NotPossible(f"{move.entry.number} {move.entry.name}: {reason}")
        content = dossier.made(held, local_day(at))
        made = AdmissionDossier(
            entry=move.entry, notice=held, content=content, sha256=fingerprint(content), at=at
        )
        move.rows.append(made)
        if not is_again:
            deciding.end_notice(held, Notice.Outcome.VOTE, at=at)
        move.facts |= {"notice": str(held.pk), "dossier": made.sha256}
    telling.business(notice.entry, "voting", key=str(made.pk), at=at)
    return made


def _title(held: Sequence[AdmissionDossier]) -> str:
    if len(held) == 1:
        return (_("Three hearts: %(name)s") % {"name": held[0].entry.name})[:120]
    return _("Three hearts: %(n)s entries") % {"n": len(held)}


def _text(held: Sequence[AdmissionDossier]) -> str:
    lines = [
        _(
            "The alliance admits to the three hearts, or renews, what stands below. Each dossier is bound by its hash."
        )
    ]
    for one in held:
        score, given = one.content["snapshot"]["score"], one.content["assessment"]["result"]
        lines.append(
            _(
                "%(number)s %(name)s (%(city)s): %(total)s points (%(low)s to %(high)s); assessors %(n)s; objections "
                "%(objections)s; dossier %(hash)s"
            )
            % {
                "number": one.entry.number,
                "name": one.entry.name,
                "city": one.entry.body.short_name,
                "total": score.get("total", ""),
                "low": score.get("low", ""),
                "high": score.get("high", ""),
                "n": given.get("assessors", ""),
                "objections": len(one.content["objections"]),
                "hash": one.sha256,
            }
        )
    return "\n".join(lines)
