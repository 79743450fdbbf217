"""One case as a page reads it that only shows it: its row and its parts, in queries that are compiled once.

Who may see it is part of the query that reads the row, as everywhere (`CaseQuerySet.visible_to`).
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huaihai.cases.models import Agreement, Answer, Case, Consent, Evidence, Offer, Promise
from huaihai.cases.models.case import bring, of_bodies, of_businesses
from huaihai.kit.compiled import Compiled, attach
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

_KEY: Any = Case._meta.pk
_BUSINESS = Case._meta.get_field("business")


def _rows(pk: UUID) -> "QuerySet[Case, Any]":
    return Case.objects.for_page().filter(pk=pk)


_own = Compiled(_rows, pk=_KEY)
_invited = Compiled(
    lambda pk, businesses: _rows(pk).filter(of_businesses(businesses)), pk=_KEY, businesses=_BUSINESS
)
_beneath = Compiled(
    lambda pk, bodies: _rows(pk).filter(of_bodies(bodies)), pk=_KEY, bodies=Case._meta.get_field("home")
)


def row_for(actor: Actor, case_id: UUID, *parts: str) -> Case | None:
    """The case, if the actor sees it, with these parts read (where it has any)."""
    found = _visible(actor, case_id)
    if found is not None:
        read(found, parts)
    return found


def _visible(actor: Actor, case_id: UUID) -> Case | None:
    kind, node = actor.kind, actor.organisation
    if kind == "consumer" and actor.one_case is None:
        rows = _own(pk=case_id) if case_id in actor.case_ids else []
    elif kind == "business" and not actor.case_ids and actor.one_case is None:
        rows = _invited(pk=case_id, businesses=list(actor.business_ids))
    elif kind == "officer" and not actor.case_ids and node and node.kind != Organisation.Kind.ALLIANCE:
        rows = _beneath(pk=case_id, bodies=node.keys_within) if actor.may_open_files else []
    else:
        return Case.objects.for_page().visible_to(actor).filter(pk=case_id).first()
    bring(rows, bodies=True, absent=True)
    return rows[0] if rows else None


def _of_case(model: Any) -> tuple[Any, Compiled[Any]]:
    return model, Compiled(lambda case: model.objects.filter(case=case), case=model._meta.get_field("case"))


_PARTS = {
    "answers": _of_case(Answer),
    "evidence": _of_case(Evidence),
    "offers": _of_case(Offer),
    "promises": _of_case(Promise),
    "agreement": (
        Agreement,
        Compiled(
            lambda case: Agreement.objects.filter(case=case).select_related("offer"),
            case=Agreement._meta.get_field("case"),
        ),
    ),
}


def read(case: Case, parts: Iterable[str]) -> None:
    """Read these parts, in their usual order: whoever asks for all of one is answered without a query."""
    for part in parts:
        if case.has_no(part):
            continue
        model, rows = _PARTS[part]
        held = rows(case=case.pk)
        for row in held:
            row.case = case
        if part == "agreement":  # the case knows it by now
            continue
        attach(case, part, model.objects.filter(case=case.pk), held)
    agreement = Case._meta.get_field("agreement")
    if "promises" in parts and agreement.is_cached(case):
        for promise in case.promises.all():
            promise.agreement = case.agreement


def consents_of(case: Case) -> list[Consent]:
    """All consents ever given, oldest first."""
    return _consents(case=case.pk)


_consents: Compiled[Consent] = Compiled(
    lambda case: Consent.objects.filter(case=case).order_by("given_at", "purpose"),
    case=Consent._meta.get_field("case"),
)
