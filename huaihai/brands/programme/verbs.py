"""The office writes down a legal basis and fixes criteria; only the alliance's vote puts them in force."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import moving, powers
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import words
from huaihai.brands.programme.forms import ConfirmForm, Paper, ReasonForm
from huaihai.brands.scoring import criteria
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.desk.verbs import page
from huaihai.governance.models import Motion, Resolution
from huaihai.governance.motions import verbs
from huaihai.governance.secretariat import lock_alliance
from huaihai.governance.standing import delegation_of
from huaihai.kit import clock, spoken
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.record import events

SUBJECT: Final = "brands"
PROPOSAL = ["end_reason", "end_proposed_at", "end_proposed_by", "end_proposed_for"]  # fields
BASIS, CRITERIA = "brand-basis", "brand-criteria"  # kinds of effects


@contextmanager
def one_writer() -> Iterator[None]:
    """One transaction. Raises NotPossible for the second of two who write at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NotPossible(
            _("Somebody else changed this at the same moment. Please look at it and try again.")
        ) from error


def added(
    verb: str, rows: Sequence[SealedModel], facts: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Store new rows, and what happened."""
    store_sealed(SUBJECT, f"brand_{verb}", rows, by=by, at=at, facts=facts)


def happened(verb: str, facts: Mapping[str, Any], *, by: Actor, at: datetime, text: str = "") -> None:
    """What became of a row."""
    events.write(subject=SUBJECT, verb=f"brand_{verb}", by=by.key, at=at, facts=facts, text=text)


def record_basis(paper: Paper, *, by: Actor, at: datetime) -> Basis:
    """Write a basis down; it gives no title before it is adopted. Raises NotAllowed, Unfit, NotPossible."""
    powers.require_office(by, at)
    made = _checked(paper, by, at)
    with one_writer():
        added("basis_recorded", [made], {"basis": str(made.pk), "title": made.title}, by=by, at=at)
    return made


def instant(basis: Basis) -> str:
    """When its end was proposed, in UTC as ISO; empty if it is not."""
    proposed_at = basis.end_proposed_at
    return proposed_at.astimezone(UTC).isoformat() if proposed_at is not None else ""


def may_confirm(actor: Actor, basis: Basis) -> bool:
    """Whether the actor may be the second voice about the end that is proposed for this basis."""
    if not basis.end_waits or basis.end_proposed_for is None:
        return False
    try:
        powers.require_second(basis.end_proposed_for, basis.end_proposed_by, actor, clock.today())
    except NotAllowed:
        return False
    return True


@page(
    "end",
    "",
    gettext_lazy("Propose to end this basis"),
    gettext_lazy("It is proposed. Somebody in another city has to confirm it."),
    form=ReasonForm,
    lead=lambda basis: (
        _(
            "Nothing changes yet: somebody in another city has to confirm it. From that day on “%(title)s” gives no "
            "title, and this cannot be undone. Everybody reads why."
        )
        % {"title": basis.title}
    ),
    button=gettext_lazy("Propose that it ends"),
    tone="late",
    may=powers.acts_for_office,
)
def propose_end(basis: Basis, *, reason: str, by: Actor, at: datetime) -> Basis:
    """The office proposes that it ends, and says why; nothing changes until another city confirms it.

    Raises NotAllowed, Unfit, NotPossible.
    """
    powers.require_office(by, at)
    city = powers.require_city(by)
    said = storable(reason).strip()[:300]
    if not said:
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with one_writer():
        held = _going_on(basis)
        if held.end_waits:
            raise NotPossible(_("Its end is proposed already and waits for another city."))
        held.end_reason, held.end_proposed_by = said, by.key
        held.end_proposed_at, held.end_proposed_for = at, city
        held.save(update_fields=PROPOSAL)
        happened("basis_end_proposed", {"basis": str(held.pk), "for": city.key}, by=by, at=at, text=said)
    return held


def take_end_back(basis: Basis, *, by: Actor, at: datetime) -> Basis:
    """The office does not propose the end any more. Raises NotAllowed, NotPossible."""
    powers.require_office(by, at)
    with one_writer():
        held = _waiting(basis)
        held.end_reason = held.end_proposed_by = ""
        held.end_proposed_at = held.end_proposed_for = None
        held.save(update_fields=PROPOSAL)
        happened("basis_end_taken_back", {"basis": str(held.pk)}, by=by, at=at)
    return held


@page(
    "end/confirm",
    "",
    gettext_lazy("Confirm the end of this basis"),
    gettext_lazy("The basis has ended."),
    form=ConfirmForm,
    options=lambda _actor, basis: {"initial": {"proposed": instant(basis)}},
    lead=lambda basis: (
        _(
            "The secretariat proposes to end “%(title)s”. If you confirm it, it gives no title from today on, and this "
            "cannot be undone. If you do not, it goes on. Why: %(why)s"
        )
        % {"title": basis.title, "why": basis.end_reason}
    ),
    button=gettext_lazy("Confirm: it ends today"),
    tone="seal",
    may=may_confirm,
)
def confirm_end(basis: Basis, *, seen: str, by: Actor, at: datetime) -> Basis:
    """Somebody of another city confirms the proposal of the instant `seen`: from today on it gives no title.

    Raises NotAllowed, NotPossible (nothing is proposed, or another proposal than the one that was read).
    """
    with one_writer():
        held = _waiting(basis)
        if instant(held) != seen or held.end_proposed_for is None:
            raise NotPossible(_("Somebody else changed this meanwhile. Please read it again."))
        city = powers.require_second(held.end_proposed_for, held.end_proposed_by, by, local_day(at))
        held.ended_on = local_day(at)
        held.save(update_fields=["ended_on"])
        facts = {
            "basis": str(held.pk),
            "ended_on": held.ended_on.isoformat(),
            "proposed_for": held.end_proposed_for.key,
            "confirmed_for": city.key,
        }
        happened("basis_ended", facts, by=by, at=at, text=held.end_reason)
    return held


def adopt_basis(basis: Basis, *, resolution: Resolution, by: Actor, at: datetime) -> Basis:
    """In force by this resolution. Called by the effect alone. Raises NotPossible."""
    with transaction.atomic():
        held = Basis.objects.select_for_update().get(pk=basis.pk)
        if held.resolution_id is not None or held.ended_on is not None:
            raise NotPossible(_("This basis is not put to the vote any more."))
        held.resolution = resolution
        held.save(update_fields=["resolution"])
        facts = {"basis": str(held.pk), "resolution": resolution.number}
        happened("basis_adopted", facts, by=by, at=at)
    return held


def _going_on(basis: Basis) -> Basis:
    held: Basis = Basis.objects.select_for_update().get(pk=basis.pk)
    if held.ended_on is not None:
        raise NotPossible(_("This basis has ended already."))
    return held


def _waiting(basis: Basis) -> Basis:
    held = _going_on(basis)
    if not held.end_waits:
        raise NotPossible(_("Nobody proposes any more that it ends."))
    return held


def _checked(paper: Paper, by: Actor, at: datetime) -> Basis:
    if paper.kind not in Basis.Kind.values:
        raise Unfit("kind", _("Please choose from the list."))
    for field in ("title", "authority", "source"):
        if not storable_name(getattr(paper, field)):
            raise Unfit(field, _("Please fill this in."))
    if paper.issued_on > local_day(at):
        raise Unfit("issued_on", _("This day is still to come: a paper that is not yet issued is no basis."))
    if paper.until_on is not None and paper.until_on < paper.from_on:
        raise Unfit("until_on", _("The last day is before the first."))
    return Basis(
        kind=paper.kind,
        title=storable_name(paper.title)[:200],
        number=storable_name(paper.number)[:80],
        authority=storable_name(paper.authority)[:120],
        issued_on=paper.issued_on,
        from_on=paper.from_on,
        until_on=paper.until_on,
        source=storable_name(paper.source)[:300],
        at=at,
        by=by.key,
    )


def fix_criteria(content: Mapping[str, Any], *, reason: str, by: Actor, at: datetime) -> CriteriaVersion:
    """Fix a new version under its hash, ready for a motion; it counts only once it is adopted.

    Raises NotAllowed, Unfit (with the first of all that is wrong), NotPossible.
    """
    powers.require_office(by, at)
    said = storable(reason).strip()[:300]
    if wrong := criteria.problems(content):
        raise Unfit("content", words.sentence(wrong[0], content))
    if not said:
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with one_writer():
        newest = CriteriaVersion.objects.order_by("number").last()
        made = CriteriaVersion(
            number=newest.number + 1 if newest else 1,
            content=dict(content),
            content_hash=digest(content),
            reason=said,
            at=at,
            by=by.key,
        )
        if newest is not None and newest.content_hash == made.content_hash:
            raise NotPossible(_("This says exactly what version %(n)s says.") % {"n": newest.number})
        facts = {"number": made.number, "hash": made.content_hash}
        added("criteria_fixed", [made], facts, by=by, at=at)
    return made


def adopt_criteria(
    version: CriteriaVersion, *, resolution: Resolution, by: Actor, at: datetime
) -> CriteriaVersion:
    """They count from the day on which this resolution is in force. Called by the effect alone. Raises NotPossible."""
    with transaction.atomic():
        held = CriteriaVersion.objects.select_for_update().get(pk=version.pk)
        if held.resolution_id is not None:
            raise NotPossible(_("These criteria are not put to the vote any more."))
        held.resolution, held.from_on = resolution, resolution.in_force_from
        held.save(update_fields=["resolution", "from_on"])
        facts = {
            "number": held.number,
            "hash": held.content_hash,
            "resolution": resolution.number,
            "from_on": held.from_on.isoformat(),
        }
        happened("criteria_adopted", facts, by=by, at=at)
    return held


def draft_basis_motion(basis: Basis, *, by: Actor, at: datetime) -> Motion:
    """A draft motion that adopts this basis. Raises NotAllowed, NotPossible, Unfit."""
    title = _("Legal basis of the three hearts: %(title)s") % {"title": basis.title}
    effect = {"kind": BASIS, "facts": basis_facts(basis)}
    return _drafted(basis, title[:120], basis_text(basis), effect=effect, by=by, at=at)


def draft_criteria_motion(version: CriteriaVersion, *, by: Actor, at: datetime) -> Motion:
    """A draft motion that adopts these criteria. Raises NotAllowed, NotPossible, Unfit."""
    title = _("Criteria of the three hearts, version %(n)s") % {"n": version.number}
    effect = {"kind": CRITERIA, "facts": criteria_facts(version)}
    return _drafted(version, title, criteria_text(version), effect=effect, by=by, at=at)


def basis_facts(basis: Basis) -> dict[str, Any]:
    """What the effect of a motion keeps."""
    return {"basis": str(basis.pk), "title": basis.title, "hash": basis.fingerprint}


def criteria_facts(version: CriteriaVersion) -> dict[str, Any]:
    """What the effect of a motion keeps."""
    return {"criteria": str(version.pk), "number": version.number, "hash": version.content_hash}


def motion_about(row: Basis | CriteriaVersion, on: date) -> Motion | None:
    """A motion on its way that would adopt it; drafts count too, so that there is one."""
    key = "basis" if isinstance(row, Basis) else "criteria"
    for motion in moving.motions(on):
        if any(one["facts"].get(key) == str(row.pk) for one in motion.effects):
            return motion
    return None


def basis_text(basis: Basis) -> str:
    """The words of the motion: which paper, from when, where it can be read."""
    said = {
        "title": basis.title,
        "authority": basis.authority,
        "number": basis.number or "—",
        "issued": spoken.full_day(basis.issued_on),
        "first": spoken.full_day(basis.from_on),
        "last": spoken.full_day(basis.until_on) if basis.until_on else _("no last day"),
        "source": basis.source,
    }
    return (
        _(
            "The programme of the three hearts stands on: %(title)s (%(authority)s, %(number)s, issued on "
            "%(issued)s; from %(first)s, until: %(last)s). It can be read here: %(source)s. On days on which it is in "
            "force, the programme gives its title; on all other days it is a directory of pledges."
        )
        % said
    )


def criteria_text(version: CriteriaVersion) -> str:
    """The words of the motion: exactly these criteria, by their hash."""
    return _(
        "The criteria of the three hearts, version %(n)s, are adopted exactly as they were fixed (%(count)s criteria, "
        "%(rules)s written rules of conduct). Why: %(reason)s SHA-256 of their text: %(hash)s"
    ) % {
        "n": version.number,
        "count": len(version.content["criteria"]),
        "rules": len(version.content["triggers"]),
        "reason": version.reason,
        "hash": version.content_hash,
    }


def _drafted(row: Any, title: str, text: str, *, effect: dict[str, Any], by: Actor, at: datetime) -> Motion:
    powers.require_office(by, at)
    body = delegation_of(by)
    if body is None:
        raise NotAllowed(_("Only who speaks for a member can draft a motion."))
    with transaction.atomic():
        lock_alliance()  # before the row: as a vote does that adopts it
        held = type(row).objects.select_for_update().get(pk=row.pk)
        if held.resolution_id is not None or getattr(held, "ended_on", None) is not None:
            raise NotPossible(_("This is not put to the vote any more."))
        if motion := motion_about(held, local_day(at)):
            raise NotPossible(_("Motion %(number)s is about this already.") % {"number": motion.number})
        return verbs.draft(title=title, text=text, proposed_by=body, held_effects=[effect], by=by, at=at)
