"""Papers of a case: the note that goes with a forwarded one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.cases.desk import case_file
from huaihai.cases.desk.views.case import situation_of
from huaihai.cases.pages import facts
from huaihai.cases.pages.situation import READING
from huaihai.kit import guards, local_words
from huaihai.law import route_rules
from huaihai.members.models import Organisation
from huaihai.record import events


@guards.staff(*READING)
def transfer_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """转办函: who hands what to whom, on which consent, with which evidence and clock. To print."""
    situation = situation_of(request, case_id)
    case = situation.case
    sent = events.history(case.record_key).filter(verb="forward").last()
    if sent is None:
        raise Http404
    bodies = {
        body.key: body for body in Organisation.objects.filter(key__in=[sent.facts["from"], sent.facts["to"]])
    }
    listed = set(sent.facts.get("evidence", []))
    rule = next(
        (held for held in vars(route_rules).values() if getattr(held, "code", "") == sent.facts.get("rule")),
        None,
    )
    living, others = facts.of_clocks(situation)
    context = {
        "case": case,
        "sent": sent,
        "home": bodies.get(sent.facts["from"]),
        "lead": bodies.get(sent.facts["to"]),
        "rule": rule,
        "rule_words": local_words.said(rule) if rule else "",
        "matter": facts.of_matter(situation, is_open=False),
        "business": facts.of_business(case),
        "consents": [held for held in situation.consents if held.given_at <= sent.at],
        "evidence": [file for file in case_file.of_evidence(case) if file["sha256"] in listed],
        "clocks": [clock for clock in ([living] if living else []) + others if clock.state != "done"],
    }
    return render(request, "cases/desk/transfer_note.html", context)
