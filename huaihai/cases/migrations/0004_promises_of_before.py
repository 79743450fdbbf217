"""What was agreed before there were promises: one promise an agreement, with what the record tells became of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import migrations

DAYS_BEFORE = 3
PAID = ("refund", "compensation")
FULFILLED, ENDED_WITHOUT = "fulfilled", ("closed", "withdrawn")


def write_down(apps: Any, schema_editor: Any) -> None:
    promise = apps.get_model("cases", "Promise")
    agreements = apps.get_model("cases", "Agreement").objects.select_related("case", "offer")
    for pk in list(agreements.filter(promises=None).order_by("pk").values_list("pk", flat=True)):
        agreement = agreements.get(pk=pk)
        made = promise(
            case=agreement.case,
            agreement=agreement,
            number=1,
            remedy=_remedy(agreement),
            sum_fen=agreement.sum_fen,
            due_on=agreement.perform_by_on,
            remind_on=_remind_on(agreement),
            recorded_by="system:upgrade",
            recorded_at=agreement.reached_at,
        )
        for name, value in _became(agreement.case, list(_told(apps, agreement.case))):
            setattr(made, name, value)
        made.save(force_insert=True)


def _remedy(agreement: Any) -> str:
    named = agreement.offer.remedies if agreement.offer else []
    paid = [code for code in named if code in PAID]
    return str((paid if paid and agreement.sum_fen is not None else named or [""])[0])


def _remind_on(agreement: Any) -> Any:
    day = agreement.perform_by_on - timedelta(days=DAYS_BEFORE)
    return day if day > agreement.reached_at.date() else None


def _told(apps: Any, case: Any) -> Any:
    verbs = ("claim_fulfilment", "report_breach", "lose_business", "confirm")
    events = apps.get_model("record", "Event").objects.filter(subject=f"case:{case.pk}", verb__in=verbs)
    return events.order_by("number")


def _became(case: Any, told: list[Any]) -> Iterator[tuple[str, Any]]:
    last = {event.verb: event for event in told}
    if claim := last.get("claim_fulfilment"):
        yield from (("claimed_at", claim.at), ("claimed_by", claim.by), ("paid_by", "business"))
        yield "proof", claim.text
    breach = last.get("report_breach") or last.get("lose_business")
    if breach is not None and breach.facts.get("after") == "breached":
        yield "breached_at", breach.at
    if case.stage == "closed" and case.result == FULFILLED:
        yield "confirmed_at", case.ended_at
    elif case.stage in ENDED_WITHOUT:
        yield "left_at", case.ended_at


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_forwardings_of_before"), ("record", "0001_events_clocks_and_outbox")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
