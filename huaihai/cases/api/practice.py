"""Practice cases in the shape of real ones, for a connection that is a sandbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from huaihai.businesses.connecting.authentication import Caller
from huaihai.businesses.models import Change
from huaihai.businesses.pages import place_name
from huaihai.cases import lifecycle
from huaihai.cases.api.checks import check_offer
from huaihai.cases.api.files import Kept
from huaihai.cases.api.live import WINDOW
from huaihai.cases.api.presenting import possible
from huaihai.cases.business import standing
from huaihai.cases.models import PracticeCase
from huaihai.cases.practice import acting
from huaihai.cases.practice.examples import EXAMPLES
from huaihai.kit import clock


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
        """Act, and let the robot answer. Raises PracticeMoved, NotPossible, Unfit, Http404."""
        get_object_or_404(self._all(), pk=pk)
        if noun == "offer":
            check_offer(facts, clock.local_day(at))
        case, made = acting.act(pk, noun, seen=seen, facts={**facts, "files": kept}, at=at)
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
            lifecycle.STAGES[case.stage],
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
            "due_on": clock.local_day(case.invited_at + acting.TIME_TO_SETTLE) if is_open else None,
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
            return rows.filter(stage__in=lifecycle.OPEN)
        return rows.exclude(stage__in=lifecycle.OPEN) if state == "ended" else rows
