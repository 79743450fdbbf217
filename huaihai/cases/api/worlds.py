"""Real cases or practice cases: the key that signed decides, never the address."""

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
from huaihai.businesses.pages import place_name
from huaihai.cases import life, practice
from huaihai.cases.api import facts as api_facts
from huaihai.cases.api.facts import possible
from huaihai.cases.api.requests import Kept, check_offer
from huaihai.cases.business import standing
from huaihai.cases.models import Case, PracticeCase
from huaihai.cases.practice import EXAMPLES
from huaihai.cases.verbs import care, fulfilment, negotiation
from huaihai.desk.lives import Moved, Unfit
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
            api_facts.lines(shown, clock.today()),
            shown[-1].pk if len(found) > most else None,
            looked_to,
        )

    def case(self, pk: UUID) -> dict[str, Any]:
        """One case, or Http404."""
        return api_facts.whole(self._case(pk), clock.today())

    def file(self, pk: UUID, file_id: UUID) -> HttpResponseBase:
        """The safe copy of one file, or Http404."""
        case = self._case(pk)
        held = standing.file_of(case, file_id)
        return filestore.file_response(
            sha256=held.sha256, kind=held.kind, name=case.number or "", derivative=held.derivative
        )

    def do(
        self, pk: UUID, noun: str, *, seen: int, facts: Mapping[str, Any], kept: list[Kept], at: datetime
    ) -> dict[str, Any]:
        """Act as the page of this noun does. Raises Moved, NotPossible, NotAllowed, Unfit, Http404."""
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
            return rows.filter(stage__in=life.OPEN)
        return rows.exclude(stage__in=life.OPEN) if state == "ended" else rows

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
                fulfilment.claim_fulfilment(case, **how)
            else:
                held = case.promises.filter(number=promise).first()
                if held is None:
                    raise Unfit("promise", _("There is no promise of this number."))
                fulfilment.claim(held, **how)
                case.refresh_from_db()
            self._add(case, files, how["at"])

    def _files(self, case: Case, *, files: list[Kept], seen: int, at: datetime, **_how: Any) -> None:
        with transaction.atomic():
            held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
            if held.version != seen:
                raise Moved(held)
            self._add(case, files, at)

    def _add(self, case: Case, files: list[Kept], at: datetime) -> None:
        for stored, name in files:
            care.add_evidence(case, file=stored, name=name, party=life.BUSINESS, by=self.actor, at=at)

    def _counter(self, case: Case, key: str) -> Any:
        held = case.offers.filter(pk=UUID(key), by_party="consumer").first()
        if held is None:
            raise Unfit("offer", _("There is no counter-offer of this id."))
        return held


class Practice:
    """The practice cases of one sandbox connection: no other case is there."""

    def __init__(self, caller: Caller) -> None:
        self.connection = caller.connection

    def page(
        self, *, state: str, city: str, changed_after: int | None, after: UUID | None, most: int
    ) -> tuple[list[dict[str, Any]], UUID | None, int]:
        rows, looked_to = self._rows(state, city), self.connection.last_number
        if changed_after is not None:
            window = Change.objects.filter(connection=self.connection, number__gt=changed_after)
            held = list(window.order_by("number").values_list("number", "subject")[:WINDOW])
            keys = {UUID(key.removeprefix("practice:")) for _n, key in held if key.startswith("practice:")}
            rows = rows.filter(pk__in=keys)
            looked_to = held[-1][0] if held else max(changed_after, looked_to)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found = list(rows.order_by("pk")[: most + 1])
        shown = found[:most]
        return [self._line(row) for row in shown], shown[-1].pk if len(found) > most else None, looked_to

    def case(self, pk: UUID) -> dict[str, Any]:
        return self.whole(get_object_or_404(self._all(), pk=pk))

    def file(self, pk: UUID, file_id: UUID) -> HttpResponseBase:
        """A practice case keeps no files."""
        raise Http404(f"no file {file_id} of {pk}")

    def do(
        self, pk: UUID, noun: str, *, seen: int, facts: Mapping[str, Any], kept: list[Kept], at: datetime
    ) -> dict[str, Any]:
        """Act, and let the robot answer. Raises Moved, NotPossible, Unfit, Http404."""
        get_object_or_404(self._all(), pk=pk)
        if noun == "offer":
            check_offer(facts, clock.local_day(at))
        case, made = practice.act(pk, noun, seen=seen, facts={**facts, "files": kept}, at=at)
        return {
            "case": str(case.pk),
            "version": case.version,
            "stage": case.stage,
            "made": made,
            "at": at.isoformat(),
        }

    def whole(self, case: PracticeCase) -> dict[str, Any]:
        """One practice case with all that a real one shows."""
        example, held = EXAMPLES[case.example], case.held
        offers = held.get("offers", [])
        has_counter = any(row["by"] == "consumer" and row["state"] == "open" for row in offers)
        return {
            **self._line(case),
            "story": example.story,
            "consumer": "练**",
            "remedies": list(example.remedies),
            "price_fen": example.price_fen,
            "bought": "offline",
            "bought_on": clock.local_day(case.invited_at),
            "category": example.category,
            "nature": example.nature,
            "place": "",
            "invited_at": case.invited_at,
            "served_at": case.served_at,
            "can": possible(case.stage, has_counter=has_counter),
            "evidence": [],
            "offers": offers,
            "answers": held.get("answers", []),
            "promises": held.get("promises", []),
        }

    def _line(self, case: PracticeCase) -> dict[str, Any]:
        example, stage, business = (
            EXAMPLES[case.example],
            life.STAGES[case.stage],
            self.connection.business,
        )
        is_open = case.stage in ("inviting", "negotiating")
        return {
            "id": case.pk,
            "number": f"PRACTICE-{case.number}",
            "version": case.version,
            "stage": {"code": case.stage, "name": str(stage.business)},
            "is_your_turn": case.stage in standing.OUR_TURN,
            "is_final": stage.is_final,
            "city": {"code": case.city_code, "name": place_name(case.city_code)},
            "business": {"id": business.pk, "name": business.name},
            "title": example.title,
            "asked_fen": example.asked_fen,
            "due_on": clock.local_day(case.invited_at + practice.TIME_TO_SETTLE) if is_open else None,
            "stage_since": case.stage_since,
            "is_practice": True,
        }

    def _all(self) -> "QuerySet[PracticeCase]":
        return PracticeCase.objects.filter(connection=self.connection, is_taken_away=False)

    def _rows(self, state: str, city: str) -> "QuerySet[PracticeCase]":
        rows = self._all()
        if city:
            rows = rows.filter(city_code=city)
        if state == "yours":
            return rows.filter(stage__in=standing.OUR_TURN)
        if state == "open":
            return rows.filter(stage__in=life.OPEN)
        return rows.exclude(stage__in=life.OPEN) if state == "ended" else rows


def world_of(caller: Caller) -> Live | Practice:
    """What a connection sees and acts in."""
    return Practice(caller) if caller.connection.is_sandbox else Live(caller)
