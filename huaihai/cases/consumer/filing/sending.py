"""Step 8: check your answers and send; then file number and receipt code, and a paper as proof of filing.

The code is kept sealed in the session until the person says that it is written down: a page loaded again shows
the same, and no second case.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.terms import HOURS, Terms
from huaihai.cases import pledged, turns
from huaihai.cases.case_facts import yuan
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import papers, steps
from huaihai.cases.consumer.filing.steps import consumer_of, with_draft
from huaihai.cases.consumer.tracking import facts as tracking_facts
from huaihai.cases.models import Agreement, Case
from huaihai.cases.verbs import intake, routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards, local_words, sealing, spoken
from huaihai.law.jurisdiction import Route
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.intake import KeyReused

KEPT = "receipt_kept"  # session key


def keep(request: HttpRequest, receipt: Receipt) -> None:
    """Keep the code for the receipt page. A repeat has no code to show and leaves what is kept alone."""
    if not receipt.code:
        return
    held = json.dumps({"case": str(receipt.case.pk), "code": receipt.code})
    request.session[KEPT] = sealing.seal(held, place=KEPT)
    request.session.save()  # now: a second press of the button may ask for the receipt before this answer is out


@require_http_methods(["GET", "HEAD", "POST"])
@guards.consumer
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of what was sent last; once acknowledged, the case page."""
    case_id = steps.in_hand_id(request)
    own = Case.objects.visible_to(Actor.consumer({case_id} if case_id else ())).with_parties()
    case = own.filter(pk__in=[case_id]).exclude(number=None).first() if case_id else None
    if case is None:
        return redirect("my-cases")
    if request.method == "POST":
        request.session.pop(KEPT, None)
        return redirect("my-case", case_id=case.pk)
    today = clock.today()
    context = {
        "case": case,
        "code": _code_of(request, case),
        "card": tracking_facts.clocks_of(case, turns.of(case, today=today), today=today).big,
        "body": case.contact_body,
        "settled": _settled(case),
    }
    return render(request, "cases/consumer/file_receipt.html", context)


def _settled(case: Case) -> dict[str, Any] | None:
    """What was settled at once with a standing offer; None for a complaint."""
    held = Agreement.objects.select_related("offer__standing_version").filter(case=case).first()
    version = held.offer.standing_version if held is not None and held.offer is not None else None
    if held is None or version is None:
        return None
    terms = Terms.of(version.terms)
    return {
        "given": standing_facts.given(terms, held.sum_fen),
        "payer": standing_facts.payer(terms),
        "done_by": terms.done_by(held.reached_at),
        "in_hours": terms.perform_unit == HOURS,
        "by_fund": terms.paid_by_fund,
    }


def _code_of(request: HttpRequest, case: Case) -> str:
    kept = request.session.get(KEPT)
    if not kept:
        return ""
    held: dict[str, Any] = json.loads(sealing.unseal(kept, place=KEPT))
    return str(held["code"]) if held["case"] == str(case.pk) else ""


NAME = steps.CHECK


class SendForm(steps.FilingForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


@dataclass(frozen=True)
class Row:
    """One answer, and where to change it."""

    label: str
    value: str | Promise
    change_url: str
    is_text: bool = False


@dataclass(frozen=True)
class Way:
    """Which bodies take it, and why, in words; `home` is None if no body of the alliance can."""

    why: str
    home: Organisation | None
    lead: Organisation | None
    goes_elsewhere: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def check(request: HttpRequest, case: Case) -> HttpResponse:
    """All answers with links to change them, the way it will go, and the button that sends it."""
    if ahead := steps.before_check(case):
        return redirect(ahead)
    form = SendForm(case, request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            done = intake.submit(case, key=form.cleaned_data["key"], by=consumer_of(case), at=clock.now())
            keep(request, done)
            return redirect("file-receipt")
        except Unfit as error:
            form.add_error(None, error.message)
        except (NotPossible, KeyReused):  # sent from another window meanwhile
            return redirect("file-receipt")
    return steps.page(
        request, NAME, form, case, parts=_parts(case), way=way_of(case), given=papers.given(case)
    )


def way_of(case: Case) -> Way:
    """Where the rules send it, from what is known."""
    if not case.consumer_at:
        return Way(_("Please say where you live first."), None, None)
    route = routing.proposed_route(case)
    home = directory.body_for(route.home) if route.home else None
    lead = directory.body_for(route.lead) if route.lead else None
    elsewhere = choices.name_of(route.refer_to) if route.refer_to else ""
    return Way(why_of(route), home, lead, elsewhere)


def why_of(route: Route) -> str:
    return local_words.either(zh=route.why_zh, en=route.why_en)


def _parts(case: Case) -> list[tuple[str, list[Row]]]:
    return [
        (_("What happened"), _story(case)),
        (_("The business"), [*_business(case), *_pledge(case)]),
        (_("What you ask for"), _wanted(case)),
        (_("You"), _person(case)),
    ]


def _story(case: Case) -> list[Row]:
    url = steps.change_url("file-story")
    files = case.evidence.count()
    return [
        Row(_("In one line"), case.title, url),
        Row(_("What happened"), case.story, url, is_text=True),
        Row(_("What is wrong"), choices.nature(case.nature), url),
        Row(_("What you bought"), choices.category(case.category), url),
        Row(_("Bought on"), _day(case.bought_on), url),
        Row(_("Goods received on"), _day(case.received_goods_on), url),
        Row(_("Paid"), yuan(case.price_fen), url),
        Row(
            _("Evidence"),
            ngettext("%(n)d file", "%(n)d files", files) % {"n": files} if files else _("No files"),
            steps.change_url("file-evidence"),
        ),
    ]


def _business(case: Case) -> list[Row]:
    stated, url = case.stated_business, steps.change_url("file-business")
    rows = [Row(_("Bought"), str(Case.Bought(case.bought).label) if case.bought else "", url)]
    for name, label in (
        ("name", _("Name of the business")),
        ("sign", _("Sign")),
        ("address", _("Address")),
        ("phone", _("Phone")),
        ("payee", _("Payee")),
        ("platform", _("Platform")),
        ("shop_link", _("Link")),
        ("code", _("Credit code")),
    ):
        if stated.get(name):
            rows.append(Row(label, stated[name], url))
    place = choices.name_of(stated.get("region_code", "")) or _("Not known where")
    return [*rows, Row(_("Where"), place, url)]


def _pledge(case: Case) -> list[Row]:
    found = pledged.of(case, today=clock.today())
    if found is None:
        return []
    url = steps.change_url(steps.PLEDGE)
    rows = [
        Row(
            _("Pledge you use"),
            f"{found.kind}{_(': ')}{found.first}" if found.first else str(found.kind),
            url,
        )
    ]
    if found.return_place:
        where = " · ".join(filter(None, (found.return_place["name"], found.return_place["address"])))
        rows.append(Row(_("Where the goods go back"), where, url))
    return rows


def _wanted(case: Case) -> list[Row]:
    url = steps.change_url("file-remedies")
    return [
        Row(_("How to put it right"), choices.remedy_list(case.remedies), url),
        Row(_("Sum asked for"), yuan(case.asked_fen), url),
    ]


def _person(case: Case) -> list[Row]:
    person, url = case.complainant, steps.change_url("file-contact")
    rows = [
        Row(_("Name"), person.name, url),
        Row(_("Phone"), person.phone + ("" if person.confirmed_at else _(" (not confirmed yet)")), url),
        Row(_("E-mail"), person.email, url),
        Row(_("Where you live"), choices.name_of(case.consumer_at), url),
    ]
    if person.is_for_child:
        rows.append(Row(_("For a child under 14"), _("Yes, as parent or guardian"), url))
    return rows


def _day(on: date | None) -> str:
    return spoken.day(on, today=date.min) if on else ""
