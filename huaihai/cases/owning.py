"""To which city a case belongs, whose ring seals what is in it, and what of it the leading city's ring opens.

That is its home's; of a draft, which has no home yet, the city where its consumer lives. Where that is not known, it is
the alliance's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huaihai.cases.models import Case, Complainant, Evidence
from huaihai.kit.keys import owners, resealing, sharing
from huaihai.kit.keys.columns import Column
from huaihai.kit.sealing import Keys
from huaihai.members.rings import city_of
from huaihai.record.models import OutboxMessage

LEAD_KEYS_AT_ONCE = 1_000


def settle(case: Case, *, had_place: bool = True) -> None:
    """A draft came to another city: what hangs on it is sealed anew for that one, in the caller's transaction. Before
    anybody said where the consumer lives (`had_place`) there is nothing but photos."""
    resealing.these(Evidence, case=case.pk)
    if had_place:
        resealing.these(Complainant, case=case.pk)
        resealing.these(OutboxMessage, subject=case.record_key)


def lead_key(case: Case) -> str | None:
    """The key of the case for the ring of another city that leads it; None where none does, and for an erased file,
    which has no receipt code any more."""
    if case.lead_id is None or case.lead_id == case.home_id or not case.receipt_hash:
        return None
    return sharing.wrapped(case.sealed_for(), city=city_of(case.lead_id))


def keys_given(keys: Keys) -> dict[str, bytes]:
    """Those of the cases that these keys' city leads for another, as their rows have them."""
    rows = Case.objects.exclude(lead_key=None).values_list("pk", "lead_key")
    found: dict[str, bytes] = {}
    for key, shared in rows.iterator(LEAD_KEYS_AT_ONCE):
        found |= sharing.unwrapped(shared or "", owners.short(key), keys)
    return found


def give_lead_keys() -> None:
    """To all cases that were put in past their model."""
    cases = (
        Case.objects.exclude(lead=None)
        .exclude(home=None)
        .only("home", "consumer_at", "lead", "lead_key", "receipt_hash")
    )
    changed = []
    for case in cases.iterator(LEAD_KEYS_AT_ONCE):
        if (key := lead_key(case)) != case.lead_key:
            case.lead_key = key
            changed.append(case)
    Case.objects.bulk_update(changed, ["lead_key"], batch_size=LEAD_KEYS_AT_ONCE)


@dataclass(frozen=True)
class LeadKeys:
    """The column of these keys, which follow both rings."""

    model: type[Case] = Case
    name: str = "lead_key"
    needs: tuple[str, ...] = ("home_id", "lead_id", "receipt_hash")

    def is_old(self, row: Mapping[str, Any]) -> bool:
        return bool(self.renewed(row) != row[self.name])

    def renewed(self, row: Mapping[str, Any]) -> str | None:
        return lead_key(Case(pk=row["pk"], **{name: row[name] for name in self.needs}))


def sealed_columns() -> list[Column]:
    return [LeadKeys()]
