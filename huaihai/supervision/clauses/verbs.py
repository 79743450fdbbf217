"""What is done with an unfair clause: noted, the shop heard, confirmed by a second person or let go, swept, ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses import rights
from huaihai.businesses.models import Business
from huaihai.desk import hearing as desk_hearing
from huaihai.desk.lives import NEW, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Moving, event_of
from huaihai.desk.verbs import page
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day, SeenForm, Words
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.law.clauses.register import held
from huaihai.law.kinds import BY_CODE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.supervision import powers
from huaihai.supervision import verbs as projects
from huaihai.supervision.clauses import checklists, hearing
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.forms import STAYS, CityPart, ReasonForm
from huaihai.supervision.models import ClauseFinding, Project

EVENT = event_of("clause")
moving = Moving[ClauseFinding](CLAUSE_FINDING, event=EVENT)
LONGEST, LONGEST_WORDING = 600, 400  # characters of what a shop says


class AnswerForm(SeenForm):
    """What a shop says to a clause of its contract."""

    text = Words(label=gettext_lazy("What does the shop say?"), max_length=LONGEST, required=False)
    changed_to = Words(
        label=gettext_lazy("If it has changed the clause: how is it written now?"),
        max_length=LONGEST_WORDING,
        required=False,
    )


class EndForm(SeenForm):
    """The last day on which it was in use."""

    until = Day(label=gettext_lazy("Until which day was it used?"), earliest=-4000, latest=0)


def city_of(actor: Actor) -> Organisation | None:
    """The city for which the actor works; None: nobody here."""
    body = actor.organisation
    return body.city if body is not None and powers.works(actor) else None


def works_for(actor: Actor, finding: ClauseFinding) -> bool:
    """Whether the actor is staff of the city that found it."""
    return actor.kind == "system" or city_of(actor) == finding.body


def note(
    *,
    business: Business | None,
    clause: str,
    title: str,
    wording: str,
    evidence: str,
    since: date,
    by: Actor,
    at: datetime,
) -> ClauseFinding:
    """A clause as it stands in somebody's contract; its shop gets word, nobody else outside sees it yet. Raises
    NotAllowed, Unfit."""
    city = city_of(by)
    if city is None:
        raise NotAllowed(_("Only staff of a city can note a clause."))
    if clause and clause not in held().clauses:
        raise Unfit("clause", _("The register has no such clause."))
    named = "" if clause else storable_name(title)
    if not clause and not named:
        raise Unfit("title", _("Please say in a few words what it does."))
    finding = ClauseFinding(
        body=city,
        business=business,
        clause=clause,
        title=named,
        wording=storable(wording).strip(),
        evidence=storable_name(evidence),
        since=since,
        stage=CLAUSE_FINDING.after("note", NEW),
        noted_at=at,
        noted_by=by.key,
    )
    facts = {"clause": clause, "business": str(business.pk) if business else "", "since": since.isoformat()}
    with transaction.atomic():
        if hearing.reach(business, on=local_day(at)).is_at_once:
            hearing.begin(finding, at=at)
        finding.save(force_insert=True)
        events.write(subject=finding.record_key, verb=EVENT("note"), by=by.key, at=at, facts=facts)
    return finding


@page(
    "question",
    "ask",
    gettext_lazy("I have written to the shop"),
    gettext_lazy("Its time to answer begins today."),
    form=None,
    may=works_for,
    when=lambda finding: finding.business is not None and finding.answer_due_on is None,
)
def ask(finding: ClauseFinding, *, seen: int | None = None, by: Actor, at: datetime) -> ClauseFinding:
    """A letter went to a shop that has neither desk nor telephone. Raises NotAllowed, NotPossible, Moved."""
    _require(finding, by)
    with moving(finding, "ask", by=by, at=at, seen=seen) as move:
        if move.row.business is None or move.row.answer_due_on is not None:
            raise NotPossible(_("It has word already."))
        hearing.begin(move.row, at=at)
    return finding


@page(
    "answer",
    "answer",
    gettext_lazy("Enter what the shop says"),
    gettext_lazy("Entered."),
    form=AnswerForm,
    lead=gettext_lazy("From a call or a letter. It stands beside the finding when a second person decides."),
    button=gettext_lazy("Enter it"),
    tone="plain",
    options=lambda _actor, finding: {"initial": {"text": finding.answer, "changed_to": finding.changed_to}},
    may=works_for,
    when=lambda finding: finding.business is not None,
)
def answer(
    finding: ClauseFinding, *, text: str, changed_to: str, seen: int | None = None, by: Actor, at: datetime
) -> ClauseFinding:
    """What the shop says, from its desk, or by a call or letter that staff enter; a later one takes its place.

    Raises NotAllowed, NotPossible (it was decided), Unfit, Moved.
    """
    if not _answers_for(finding, by, at):
        _require(finding, by)
    said = desk_hearing.words("text", text, most=LONGEST, are_public=True) if text.strip() else ""
    wording = storable(changed_to).strip()[:LONGEST_WORDING]
    if not said and not wording:
        raise Unfit("text", _("Please write an answer, or the new wording."))
    with moving(finding, "answer", by=by, at=at, seen=seen, text=said) as move:
        move.row.answer, move.row.changed_to = said, wording
        move.facts["changed"] = bool(wording)
    return finding


@page(
    "change",
    "change",
    gettext_lazy("The shop has changed it"),
    gettext_lazy("It has ended; nothing of it is public."),
    lead=gettext_lazy(
        "You have read the new wording, and it is fair. The finding ends without a mark on the shop."
    ),
    button=gettext_lazy("End it without a mark"),
    may=works_for,
    has_turn=lambda actor, finding: finding.noted_by != actor.key,
    when=lambda finding: bool(finding.changed_to),
)
def change(finding: ClauseFinding, *, seen: int | None = None, by: Actor, at: datetime) -> ClauseFinding:
    """The shop cured it before anybody confirmed it. By a second person. Raises NotAllowed, NotPossible, Moved."""
    _require_second(finding, by)
    with moving(finding, "change", by=by, at=at, seen=seen) as move:
        if not move.row.changed_to:
            raise NotPossible(_("The shop has not said how it is written now."))
        move.row.confirmed_by = by.key
    return finding


@page(
    "confirmation",
    "confirm",
    gettext_lazy("Confirm it as a second person"),
    gettext_lazy("It is confirmed and stands in the register."),
    lead=lambda finding: _what_follows(finding),  # noqa: PLW0108 # it stands below
    button=gettext_lazy("Confirm it"),
    may=works_for,
    has_turn=lambda actor, finding: finding.noted_by != actor.key,
)
def confirm(finding: ClauseFinding, *, seen: int | None = None, by: Actor, at: datetime) -> ClauseFinding:
    """By somebody else of the same city, once the shop was heard. Raises NotAllowed, NotPossible, Moved."""
    _require_second(finding, by)
    with moving(finding, "confirm", by=by, at=at, seen=seen) as move:
        if why := hearing.waits_for(move.row, on=local_day(at)):
            raise NotPossible(why)
        move.row.confirmed_by = by.key
    return finding


@page(
    "end",
    "end",
    gettext_lazy("It is used no more"),
    gettext_lazy("The day is noted."),
    form=EndForm,
    lead=gettext_lazy("Who signed before that day can still ask for what is owed."),
    tone="plain",
    may=works_for,
)
def end(
    finding: ClauseFinding, *, until: date, seen: int | None = None, by: Actor, at: datetime
) -> ClauseFinding:
    """It was cured. Raises NotAllowed, NotPossible, Unfit, Moved."""
    _require(finding, by)
    if until < finding.since:
        raise Unfit("until", _("That is before the day from which it was used."))
    with moving(finding, "end", by=by, at=at, seen=seen) as move:
        move.row.until = until
        move.facts["until"] = until.isoformat()
    return finding


@page(
    "withdrawal",
    "withdraw",
    pgettext_lazy("clause", "Withdraw it"),
    pgettext_lazy("clause", "It is withdrawn."),
    form=ReasonForm,
    lead=STAYS,
    tone="late",
    may=works_for,
)
def withdraw(
    finding: ClauseFinding, *, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> ClauseFinding:
    """It was noted in error. Raises NotAllowed, NotPossible, Unfit, Moved."""
    _require(finding, by)
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(finding, "withdraw", by=by, at=at, seen=seen, text=said):
        pass
    return finding


def open_sweep(
    finding: ClauseFinding,
    *,
    title: str,
    lead: Organisation | None,
    cities: Sequence[Organisation],
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Project:
    """A sweep whose checklist asks for this clause: talk, cure, look again. Raises NotAllowed, NotPossible, Unfit."""
    facts: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on}
    with transaction.atomic(), moving(finding, "sweep", by=by, at=at) as move:
        project = projects.open_project(
            kind=Project.Kind.SWEEP,
            title=title,
            theme=Project.Theme.QUALITY,
            question=checklists.question(finding),
            lead=lead,
            year=starts_on.year,
            plan=checklists.plan(finding, projects.week(starts_on, ends_on), known=BY_CODE),
            cities=[CityPart(body, checklists.PLACES) for body in cities],
            **facts,
            by=by,
            at=at,
        )
        move.row.sweep = project
        move.facts["project"] = project.number
    return project


def may_sweep(actor: Actor, finding: ClauseFinding, *, at: datetime) -> bool:
    """Whether the actor may open one now."""
    return finding.stage == "confirmed" and bool(powers.may_lead_for(actor, on=local_day(at)))


def _answers_for(finding: ClauseFinding, by: Actor, at: datetime) -> bool:
    business = finding.business
    return business is not None and rights.may(by, business, rights.ANSWER, on=local_day(at))


def _what_follows(finding: ClauseFinding) -> str:
    """What a second person vouches for; a shop is found only where there is one."""
    said = _(
        "You have seen the contract and the article yourself. From now on everybody reads it, with your city's name."
    )
    found = finding.business and _(
        "Whoever asks with the shop's name and the day of signing finds this shop."
    )
    return spoken.run_on([said, found or ""])


def _require_second(finding: ClauseFinding, by: Actor) -> None:
    _require(finding, by)
    if finding.noted_by == by.key:
        raise NotAllowed(_("Somebody else than who noted it confirms it."))


def _require(finding: ClauseFinding, by: Actor) -> None:
    if not works_for(by, finding):
        raise NotAllowed(_("Only the city that found it can do that."))
