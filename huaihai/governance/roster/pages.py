"""Who is on duty now, the month of one city to read and to change, and leave."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import Unfit
from huaihai.governance import membership, standing
from huaihai.governance.models import Contact, Leave, Shift
from huaihai.governance.roster import facts as roster_facts
from huaihai.governance.roster import verbs
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import Day, name_what_is_needed
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation


class MonthForm(forms.Form):
    """Days of a month, each with its person. What stood there goes along hidden, so that only what was changed is
    saved, and two who change different days do not disturb each other."""

    def __init__(
        self,
        *args: Any,
        days: Sequence[date],
        people: Sequence[Account],
        holders: Mapping[date, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.days, self.by_id = days, {str(account.pk): account for account in people}
        choices = [
            ("", pgettext("on duty", "nobody")),
            *((key, who.shown_name) for key, who in self.by_id.items()),
        ]
        for on in days:
            self.fields[on.isoformat()] = forms.ChoiceField(
                label=on.isoformat(),
                choices=choices,
                initial=holders.get(on, ""),
                required=False,
                show_hidden_initial=True,
                widget=forms.Select(attrs={"class": "in", "aria-labelledby": f"day-{on.isoformat()}"}),
            )

    def changed(self) -> dict[date, Account | None]:
        """The days that were given to somebody else than stood there."""
        return {
            on: self.by_id.get(self.cleaned_data[on.isoformat()])
            for on in self.days
            if on.isoformat() in self.changed_data
        }

    def seen(self) -> dict[date, str]:
        """Whom the person saw on each day."""
        return {on: self.data.get(f"initial-{on.isoformat()}", "") for on in self.days}

    def renew(self, holders: Mapping[date, str]) -> None:
        """What stands there now goes along, and takes the place of what was not changed here."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # of a request
        for on in self.days:
            name, now = on.isoformat(), holders.get(on, "")
            if name not in self.changed_data:
                data[name] = now
            data[f"initial-{name}"] = now
        self.data = data


class LeaveForm(forms.Form):
    """From a day to a day somebody takes no shift."""

    hints: Mapping[str, str] = {}
    account = forms.ChoiceField(label=gettext_lazy("Who"), widget=forms.RadioSelect)
    from_on = Day(label=gettext_lazy("First day of the leave"), earliest=-366, latest=366)
    until_on = Day(label=gettext_lazy("Last day of the leave"), earliest=-1, latest=732)

    def __init__(self, *args: Any, people: Iterable[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_id = {str(account.pk): account for account in people}
        field: Any = self.fields["account"]
        field.choices = [(key, account.shown_name) for key, account in self.by_id.items()]
        if len(self.by_id) == 1:
            self.initial.setdefault("account", next(iter(self.by_id)))
        name_what_is_needed(self)


class WhichMonth(forms.Form):
    """Which month: what cannot be read shows the present one."""

    month = forms.RegexField(r"\A20[2-9][0-9]-(0[1-9]|1[0-2])\Z", required=False)

    def first_day(self) -> date:
        if not self.is_valid() or not self.cleaned_data["month"]:
            return clock.today().replace(day=1)
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


MINE = 8  # own shifts shown
MENU_KEY = "roster"


@dataclass(frozen=True)
class DayRow:
    """One day of the month: who has it, and the field to change it."""

    on: date
    shift: Shift | None
    is_running: bool
    is_over: bool
    is_rest: bool
    field: BoundField | None = None


@require_safe
@readers
def tonight(request: HttpRequest) -> HttpResponse:
    """Tonight of all cities, and my own shifts."""
    actor, at = actor_of(request), clock.now()
    on = roster_facts.shift_day(at)
    rows = roster_facts.tonight(at)
    context = {
        **frame(request, MENU_KEY),
        "begins": roster_facts.SHIFT_BEGINS,
        "mark": roster_facts.SHIFT_BEGINS_MARK,
        "shift_on": on,
        "rows": rows,
        "missing": [row for row in rows if row.signer is None],
        "signs_for": roster_facts.may_sign_tonight(actor, at),
        "persons": _persons(actor, rows, on),
        "body": own_city(actor),
        "mine": _mine(actor, on),
    }
    return render(request, "governance/office/roster/tonight.html", context)


@asking
@readers
def month(request: HttpRequest) -> HttpResponse:
    """One month of one member city: read by all, changed by its own desk or the secretariat."""
    actor, at = actor_of(request), clock.now()
    first = WhichMonth({"month": request.GET.get("month", "")}).first_day()
    bodies = membership.members_on(at.date())
    body = _chosen(bodies, request.GET.get("body"), own_city(actor))
    span = [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]
    shifts = _shifts(body, span, actor)
    may_plan = verbs.may_plan(actor, body, on=at.date())
    leave_rows = Leave.objects.visible_to(actor).filter(organisation=body).touching(span[0], span[-1])
    context: dict[str, Any] = {
        "bodies": bodies,
        "body": body,
        "first": first,
        "previous": f"{first - roster_facts.ONE_DAY:%Y-%m}",
        "next": f"{span[-1] + roster_facts.ONE_DAY:%Y-%m}",
        "is_own": body == own_city(actor),
        "may_plan": may_plan,
        "leaves": leave_rows.select_related("account"),
    }
    if not may_plan:
        if request.method == "POST":
            raise Http404
        return show(
            request,
            "governance/office/roster/month.html",
            current=MENU_KEY,
            rows=_rows(span, shifts),
            **context,
        )
    return _plan(request, body, span, shifts, context)


@asking
@readers
def leave(request: HttpRequest) -> HttpResponse:
    """Somebody takes no shift for some days: oneself, or, for those who plan, anybody of the body."""
    actor, body = actor_of(request), own_city(actor_of(request))
    people = roster_facts.people_of(body, clock.today()) if body else []
    if body is not None and not standing.speaks_for(actor, body):
        people = [person for person in people if person.pk == actor.account_id]
    if body is None or not people:
        raise Http404

    def act(form: LeaveForm) -> str:
        facts = {name: form.cleaned_data[name] for name in ("from_on", "until_on")}
        account = form.by_id[form.cleaned_data["account"]]
        noted = verbs.note_leave(body, account=account, **facts, by=actor, at=clock.now())
        if noted.freed:
            return _("Leave is noted. Nobody is on duty now on: %(days)s") % {"days": _days(noted.freed)}
        return _("Leave is noted.")

    lead = _("The reason is not asked. Shifts already planned for these days become empty.")
    question = _leave_question(_("Note leave"), lead=lead)
    return ask(request, question, form=partial(LeaveForm, people=people), act=act, done=str, to=question.back)


@asking
@readers
def leave_end(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """The leave is taken off the roster."""
    actor = actor_of(request)
    noted = get_object_or_404(Leave.objects.visible_to(actor).select_related("organisation"), pk=leave_id)
    return press(
        request,
        _leave_question(pgettext("roster", "Leave")),
        lambda _seen: verbs.end_leave(noted, by=actor, at=clock.now()),
        done=_("The leave is taken off the roster."),
        carries_version=False,
    )


def _plan(
    request: HttpRequest,
    body: Organisation,
    span: list[date],
    shifts: dict[date, Shift],
    context: dict[str, Any],
) -> HttpResponse:
    """The month with a field for each day that is to come."""
    first = span[0]
    days = [on for on in span if on >= roster_facts.shift_day(clock.now())]
    holders = {on: str(shift.account_id) for on, shift in shifts.items()}
    asked = urlencode({"body": body.region_code, "month": f"{first:%Y-%m}"})
    back = f"{reverse('office-roster-month')}?{asked}"

    def form(*args: Any, **options: Any) -> MonthForm:
        made = MonthForm(*args, days=days, people=_people(body, first), holders=holders, **options)
        context["rows"] = _rows(span, shifts, made)
        return made

    question = Question(
        MENU_KEY,
        _("Duty roster"),
        _("Save"),
        back,
        "",
        template="governance/office/roster/month.html",
        context=context,
    )
    return ask(
        request, question, form=form, act=lambda made: _save(request, body, made, holders), done=str, to=back
    )


def own_city(actor: Actor) -> Organisation | None:
    """The city body from which the actor acts; None for people of other bodies."""
    body = actor.organisation
    return body if body is not None and body.kind == Organisation.Kind.CITY else None


def _save(request: HttpRequest, body: Organisation, form: MonthForm, holders: dict[date, str]) -> str:
    fill = form.days if "fill" in request.POST else ()
    by, at = actor_of(request), clock.now()
    try:
        saved = verbs.save(body, form.changed(), seen=form.seen(), fill=fill, by=by, at=at)
    except verbs.DayMoved as error:
        form.renew(holders)
        who = error.row.account.shown_name if error.row else pgettext("on duty", "nobody")
        why = _("Meanwhile this day was changed: %(who)s. Save again if yours should stand.") % {"who": who}
        raise Unfit(error.on.isoformat(), why) from error
    if not saved.changed:
        return _("Nothing was changed.")
    words = [
        ngettext("%(n)d day is changed.", "%(n)d days are changed.", saved.changed) % {"n": saved.changed}
    ]
    if saved.without:
        words.append(_("Nobody is on duty on: %(days)s") % {"days": _days(saved.without)})
    return " ".join(words)


def _shifts(body: Organisation, span: list[date], actor: Actor) -> dict[date, Shift]:
    """What is over stays as it was, whoever has left since."""
    running = roster_facts.shift_day(clock.now())
    rows = Shift.objects.visible_to(actor).filter(organisation=body, on__range=(span[0], span[-1]))
    rows = rows.living() | rows.filter(on__lt=running)
    return {shift.on: shift for shift in rows.select_related("account")}


def _rows(span: list[date], shifts: dict[date, Shift], form: MonthForm | None = None) -> list[DayRow]:
    running = roster_facts.shift_day(clock.now())
    return [
        DayRow(
            on,
            shifts.get(on),
            is_running=on == running,
            is_over=on < running,
            is_rest=roster_facts.is_rest(on),
            field=form[on.isoformat()] if form is not None and on.isoformat() in form.fields else None,
        )
        for on in span
        if form is None or on >= running or on in shifts  # who plans looks ahead
    ]


def _people(body: Organisation, first: date) -> Any:
    return roster_facts.people_of(body, max(first, clock.today()))


def _persons(actor: Actor, rows: list[roster_facts.Tonight], on: date) -> list[Contact]:
    """Their own telephones, for those who speak for a member: masked, each look is an event. One query."""
    if standing.delegation_of(actor) not in [row.body for row in rows]:
        return []
    on_duty: dict[tuple[UUID, UUID | None], int] = {
        (row.body.pk, row.signer.pk): n for n, row in enumerate(rows) if row.signer is not None
    }
    people = [row.signer.pk for row in rows if row.signer is not None]
    lines = Contact.objects.in_use(on).filter(kind=Contact.Kind.PERSON, account_id__in=people)
    found = lines.select_related("organisation", "account")
    here = [line for line in found if (line.organisation_id, line.account_id) in on_duty]
    return sorted(here, key=lambda line: on_duty[line.organisation_id, line.account_id])


def _mine(actor: Actor, on: date) -> list[Shift]:
    if actor.account_id is None:
        return []
    ahead = Shift.objects.visible_to(actor).living().filter(account_id=actor.account_id, on__gte=on)
    return list(ahead.order_by("on")[:MINE])


def _chosen(bodies: list[Organisation], asked: str | None, own: Organisation | None) -> Organisation:
    by_code = {body.region_code: body for body in bodies}
    body = by_code.get(asked or "") or own or next(iter(bodies), None)
    if body is None:
        raise Http404
    return body


def _leave_question(title: str, **more: Any) -> Question:
    back, label = reverse("office-roster-month"), _("Back to the month")
    return Question(
        MENU_KEY, title, title, back, label, template="governance/office/roster/question.html", **more
    )


def _days(days: tuple[date, ...]) -> str:
    return "、".join(spoken.day(on, today=clock.today()) for on in days)
