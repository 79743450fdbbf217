"""Entries are put to the vote by rule, each bound to its dossier; what the vote does."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import messages, standing
from huaihai.brands import moving as brands_moving
from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.models import AdmissionDossier, AssessmentRound, Entry, Notice, NoticeObjection
from huaihai.brands.moving import moving
from huaihai.brands.noticing import dossier, objections
from huaihai.brands.noticing.dossier import hindrances
from huaihai.brands.noticing.notice import PROGRAM
from huaihai.brands.powers import Who
from huaihai.brands.standing import months_before
from huaihai.desk import hearing
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance import secretariat
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Motion, Resolution
from huaihai.governance.motions import verbs
from huaihai.governance.secretariat import lock_alliance
from huaihai.kit import local_words, spoken
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record.models import Event

EFFECT = "brand-admission"  # the kind of effect with which a resolution admits or renews
MOST = 100  # entries of one motion
ONE_YEAR = 12
VOTE = Actor.system("vote")
STAGES = {False: "voting", True: "held"}  # by whether it renews
Outcome = AssessmentRound.Outcome
NEWEST = 200  # dossiers that can be chosen


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
    if secretariat.secretariat_on(on) is None:
        return []
    return list(islice((notice for notice in waiting() if not why_not(notice, on)), MOST))


def put_to_vote(notices: Sequence[Notice], *, at: datetime) -> Motion:
    """One draft motion about these entries, with the dossier of each, on the desk of the secretariat, which tables it.
    Raises NotPossible, Unfit."""
    body = secretariat.secretariat_on(local_day(at))
    if body is None:
        raise NotPossible(_("Nobody is the secretariat on this day."))
    with transaction.atomic():
        lock_alliance()  # the motion needs its number: before the entries, see `governance.secretariat`
        held = [_put(notice, at=at) for notice in notices]
        with translation.override(settings.LANGUAGE_CODE):
            title, text = _title(held), _text(held)
        motion = verbs.draft(
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
    for motion in brands_moving.motions(on):
        if any(one["kind"] == EFFECT and one["facts"]["entry"] == entry for one in motion.effects):
            return motion
    return None


def _not_over(notice: Notice, on: date) -> str:
    if notice.round.closed_at is not None or notice.outcome == Notice.Outcome.CALLED_OFF:
        return _("This notice is over, and nothing follows from it.")
    if on <= (until := hearing.last_day(notice)):
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
        held.entry = move.row
        if reason := why_not(held, local_day(at)):
            raise NotPossible(f"{move.row.number} {move.row.name}: {reason}")
        content = dossier.made(held, local_day(at))
        made = AdmissionDossier(entry=move.row, notice=held, content=content, sha256=digest(content), at=at)
        move.rows.append(made)
        if not is_again:
            objections.end_notice(held, Notice.Outcome.VOTE, at=at)
        move.facts |= {"notice": str(held.pk), "dossier": made.sha256}
    messages.business(notice.entry, "voting", key=str(made.pk), at=at)
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
    return digest(dossier.again(held)) != held.sha256


def admit(held: AdmissionDossier, resolution: Resolution, *, by: Actor, at: datetime) -> Entry:
    """The entry holds the mark from the resolution's first day on, or holds it longer. Called by the effect alone."""
    entry, notice = held.entry, held.notice
    renews = notice.round.renews
    with transaction.atomic():
        with moving(entry, "renew" if renews else "admit", who=Who.VOTE, by=by, at=at) as move:
            row, criteria = move.row, notice.snapshot.criteria or notice.round.criteria
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
            assessing_verbs.close(notice.round, Outcome.ADMITTED, at=at)
        marks_verbs.issue(entry, by=by, at=at)
        said = {"until": spoken.full_day(entry.held_until)} if entry.held_until else {}
        messages.business(entry, "renewed" if renews else "admitted", key=str(held.pk), facts=said, at=at)
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
    with moving(held.entry, verb, who=who, noted=noted, by=VOTE, at=at) as move:
        notice.round.motion = motion
        assessing_verbs.close(notice.round, Outcome.REFUSED, at=at)
        move.facts |= {"motion": motion.number, "dossier": held.sha256}
    with translation.override(settings.LANGUAGE_CODE):
        messages.business(held.entry, "refused", key=str(held.pk), at=at)


def _until(first: date, months: int) -> date:
    """The last day (included) of so many months that begin on `first`."""
    return date.fromordinal(months_before(first, -months).toordinal() - 1)


def _after(last: date, months: int) -> date:
    """The last day of so many months more."""
    return _until(date.fromordinal(last.toordinal() + 1), months)


def _waiting() -> list[tuple[str, Any]]:
    rows = AdmissionDossier.objects.filter(notice__round__closed_at=None).select_related("entry")
    found = {row.entry_id: row for row in reversed(rows.order_by("-at", "-pk")[:NEWEST])}
    return [("", "—"), *((str(row.pk), f"{row.entry.number} {row.entry.name}") for row in found.values())]


class AdmissionForm(EffectForm):
    """Which of the dossiers that wait."""

    dossier = forms.ChoiceField(
        label=gettext_lazy("Which entry"),
        help_text=gettext_lazy("Only an entry that was put to the vote can be chosen."),
        choices=_waiting,
    )

    def facts(self) -> dict[str, Any]:
        rows = AdmissionDossier.objects.select_related("entry", "notice__round")
        return facts_of(rows.get(pk=self.cleaned_data["dossier"]))


def check(facts: Facts, first: date) -> None:
    """The dossier waits and says what it said, basis and criteria are in force, and nothing has come up against it."""
    held = dossier_of(facts["entry"], facts["hash"])
    if held is None or held.notice.round.closed_at is not None:
        raise Unfit(
            "dossier", _("%(name)s is not put to the vote any more, or with another dossier.") % facts
        )
    if held.entry.stage != STAGES[held.notice.round.renews]:
        raise Unfit(
            "dossier", _("%(name)s is not put to the vote any more, or with another dossier.") % facts
        )
    if is_changed(held):
        raise Unfit(
            "dossier",
            _("The dossier of %(name)s says something else by now. Please put it to the vote anew.") % facts,
        )
    if not standing.gives_title(first):
        raise Unfit(
            "dossier", _("The programme has no legal basis in force on that day, so nothing can be admitted.")
        )
    if standing.criteria_on(first) is None:
        raise Unfit("dossier", _("No criteria are in force on that day, so nothing can be admitted."))
    if against := hindrances(held.entry, first):
        raise Unfit("dossier", f"{local_words.in_script(facts['name'])}: {' '.join(against)}")


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The entry holds the mark."""
    check(facts, resolution.in_force_from)
    held = dossier_of(facts["entry"], facts["hash"])
    if held is not None:
        admit(held, resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """2026-7 Kettle shop is admitted to the three hearts."""
    said = (
        _("%(number)s %(name)s keeps the mark of the three hearts (dossier %(hash)s…).")
        if facts.get("renews")
        else _("%(number)s %(name)s is admitted to the three hearts (dossier %(hash)s…).")
    )
    return said % {
        "number": facts["number"],
        "name": local_words.in_script(facts["name"]),
        "hash": facts["hash"][:12],
    }


ADMITS = Effect(
    kind=EFFECT,
    label=gettext_lazy("An entry is admitted to the three hearts, or keeps its mark"),
    form=AdmissionForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: (EFFECT, facts["entry"]),
)
