"""Real cases, for a connection that is no sandbox: the verbs of the pages, with the connection as the actor."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from huaihai.businesses.connecting.authentication import Caller
from huaihai.businesses.models import Change
from huaihai.cases import lifecycle
from huaihai.cases.actions import care, closing, negotiation, promising
from huaihai.cases.actions.moving import CaseMoved, Unfit
from huaihai.cases.api import presenting
from huaihai.cases.api.checks import check_offer
from huaihai.cases.api.files import Kept
from huaihai.cases.business import shared, standing
from huaihai.cases.models import Case
from huaihai.kit import clock, filestore
from huaihai.members.models import Organisation

WINDOW = 500  # changes that `changed_after` looks at once


class Live:
    """The cases that the businesses of a connection were invited to."""

    def __init__(self, caller: Caller) -> None:
        self.caller, self.actor, self.connection = caller, caller.actor, caller.connection

    def page(
        self, *, state: str, city: str, changed_after: int | None, after: UUID | None, most: int
    ) -> tuple[list[dict[str, Any]], UUID | None, int]:
        """Lines in a lasting order, the id to go on after, and the number up to which changes were looked at."""
        rows, looked_to = self._rows(state, city), self.connection.last_number
        if changed_after is not None:
            window = Change.objects.filter(connection=self.connection, number__gt=changed_after)
            held = list(window.order_by("number").values_list("number", "subject")[:WINDOW])
            keys = {
                UUID(subject.removeprefix("case:")) for _n, subject in held if subject.startswith("case:")
            }
            rows = rows.filter(pk__in=keys)
            looked_to = held[-1][0] if held else max(changed_after, looked_to)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found = list(rows.order_by("pk")[: most + 1])
        shown = found[:most]
        return (
            presenting.lines(shown, clock.today()),
            shown[-1].pk if len(found) > most else None,
            looked_to,
        )

    def case(self, pk: UUID) -> dict[str, Any]:
        """One case, or Http404."""
        return presenting.whole(self._case(pk), clock.today())

    def file(self, pk: UUID, file_id: UUID) -> HttpResponseBase:
        """The safe copy of one file, or Http404."""
        case = self._case(pk)
        held = get_object_or_404(shared.evidence(case), pk=file_id)
        try:
            return filestore.file_response(
                sha256=held.sha256, kind=held.kind, name=case.number or "", derivative=held.derivative
            )
        except FileNotFoundError as error:
            raise Http404 from error

    def do(
        self, pk: UUID, noun: str, *, seen: int, facts: Mapping[str, Any], kept: list[Kept], at: datetime
    ) -> dict[str, Any]:
        """Act as the page of this noun does. Raises CaseMoved, NotPossible, NotAllowed, Unfit, Http404."""
        case = self._case(pk)
        act: Callable[..., Any] = getattr(self, f"_{noun}")
        if noun in ("fulfilment", "files"):
            facts = {**facts, "files": kept}
        made = act(case, by=self.actor, at=at, seen=seen, **facts)
        return {
            "case": str(case.pk),
            "version": case.version,
            "stage": case.stage,
            "made": str(made.pk) if made is not None and noun != "acceptance" else None,
            "at": at.isoformat(),
        }

    def _rows(self, state: str, city: str) -> "QuerySet[Case]":
        rows = Case.objects.visible_to(self.actor).with_parties()
        if city:
            body = Organisation.objects.cities().filter(region_code=city).first()
            rows = rows.filter(lead__path__under=body.path) if body else rows.none()
        if state == "yours":
            return rows.filter(standing.our_turn(clock.today()))
        if state == "open":
            return rows.filter(stage__in=lifecycle.OPEN)
        return rows.exclude(stage__in=lifecycle.OPEN) if state == "ended" else rows

    def _case(self, pk: UUID) -> Case:
        found: Case = get_object_or_404(standing.cases_of(self.actor), pk=pk)
        return found

    def _receipt(self, case: Case, **how: Any) -> None:
        proof = _("Confirmed by the business's own system.")
        negotiation.serve(case, way="online", proof=proof, **how)

    def _reply(self, case: Case, **how: Any) -> Any:
        return negotiation.reply(case, **how)

    def _offer(self, case: Case, *, at: datetime, **how: Any) -> Any:
        check_offer(how, clock.local_day(at))
        return negotiation.offer(case, at=at, **how)

    def _acceptance(self, case: Case, *, offer: str, **how: Any) -> Any:
        return negotiation.accept(case, offer=self._counter(case, offer), **how)

    def _rejection(self, case: Case, *, offer: str, **how: Any) -> None:
        negotiation.reject(case, offer=self._counter(case, offer), **how)

    def _refusal(self, case: Case, **how: Any) -> Any:
        return negotiation.refuse(case, **how)

    def _denial(self, case: Case, **how: Any) -> Any:
        return negotiation.deny(case, **how)

    def _fulfilment(self, case: Case, *, promise: int | None, files: list[Kept], **how: Any) -> None:
        with transaction.atomic():
            if promise is None:
                closing.claim_fulfilment(case, **how)
            else:
                held = case.promises.filter(number=promise).first()
                if held is None:
                    raise Unfit("promise", _("There is no promise of this number."))
                promising.claim(held, **how)
                case.refresh_from_db()
            self._add(case, files, how["at"])

    def _files(self, case: Case, *, files: list[Kept], seen: int, at: datetime, **_how: Any) -> None:
        with transaction.atomic():
            held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
            if held.version != seen:
                raise CaseMoved(held)
            self._add(case, files, at)

    def _add(self, case: Case, files: list[Kept], at: datetime) -> None:
        for stored, name in files:
            care.add_evidence(case, file=stored, name=name, party=lifecycle.BUSINESS, by=self.actor, at=at)

    def _counter(self, case: Case, key: str) -> Any:
        held = case.offers.filter(pk=UUID(key), by_party="consumer").first()
        if held is None:
            raise Unfit("offer", _("There is no counter-offer of this id."))
        return held
