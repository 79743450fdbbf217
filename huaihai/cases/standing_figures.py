"""What became of the standing offers that consumers took, by the promises made of them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, OuterRef, Sum, Value, When

from huaihai.businesses.standing.facts import Taken
from huaihai.cases.models import Agreement, Promise


def taken(offer_ids: Collection[UUID]) -> dict[UUID, Taken]:
    """The figures by standing offer. One broken promise makes it broken; kept is what is confirmed in all parts."""
    promises = Promise.objects.filter(agreement=OuterRef("pk"))
    fate = Choice(
        When(Exists(promises.broken()), then=Value("broken")),
        When(Exists(promises.unknown()), then=Value("unknown")),
        When(Exists(promises.open()), then=Value("waiting")),
        When(Exists(promises.claimed()), then=Value("claimed")),
        When(Exists(promises.kept()), then=Value("kept")),
        default=Value("waiting"),
        output_field=CharField(),
    )
    rows = (
        Agreement.objects.filter(offer__standing_version__offer__in=offer_ids)
        .annotate(fate=fate)
        .values_list("offer__standing_version__offer", "fate")
        .annotate(times=Count("pk"), fen=Sum("sum_fen"))
    )
    counted: dict[UUID, dict[str, int]] = {}
    for offer_id, state, times, fen in rows:
        held = counted.setdefault(offer_id, {"times": 0, "sum_fen": 0})
        held["times"] += times
        held["sum_fen"] += fen or 0
        held[state] = times
        if state == "kept":
            held["kept_fen"] = fen or 0
    return {offer_id: Taken(**held) for offer_id, held in counted.items()}
