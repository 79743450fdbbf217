"""The verbs of laboratories: under contract, and what is known of them."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotPossible, Unfit
from huaihai.governance.models import PoolRequest
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import lock
from huaihai.supervision.models import Laboratory, Project
from huaihai.supervision.sealing import seal
from huaihai.supervision.testing.laboratory import expected

CLOSED = ("released", "published", "dropped")


@dataclass(frozen=True)
class LabFacts:
    """A laboratory and its contract. Certificates: at least one of the two, valid on the day of the contract."""

    name: str
    contract: str
    contract_on: date
    items: tuple[str, ...]
    cma: str = ""
    cma_until: date | None = None
    cnas: str = ""
    cnas_until: date | None = None
    scope: str = ""
    pool_request: PoolRequest | None = None


def add(project: Project, facts: LabFacts, *, by: Actor, at: datetime) -> Laboratory:
    """A laboratory works for this project. Raises NotAllowed, NotPossible (over), Unfit."""
    with transaction.atomic():
        held = held_open(project, by, at)
        _require_fit(held, facts)
        number = held.laboratories.count() + 1
        row = Laboratory(project=held, key=f"lab-{number}", added_at=at, added_by=by.key)
        _fill(row, facts)
        row.save(force_insert=True)
        tell(row, "laboratory added", by=by, at=at, contract_on=facts.contract_on.isoformat())
    return row


def change(row: Laboratory, facts: LabFacts, *, seen: int, by: Actor, at: datetime) -> Laboratory:
    """What is known of it, whole. Raises as `add`, and Moved."""
    with transaction.atomic():
        project = held_open(row.project, by, at)
        _require_fit(project, facts)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        if held.version != seen:
            raise Moved(held)
        _fill(held, facts)
        held.version += 1
        held.save()
        tell(held, "laboratory changed", by=by, at=at)
    return held


def actor_of(row: Laboratory) -> Actor:
    """The laboratory itself on its own page: whoever calls has checked its secret link."""
    return Actor("public", f"laboratory:{row.key}")


def held_open(project: Project, by: Actor, at: datetime) -> Project:
    """The project, held. Raises NotAllowed, NotPossible."""
    powers.require_leader(project, by, at)
    held = lock(project.pk)
    if held.stage in CLOSED:
        raise NotPossible(_("This project is over."))
    return held


def _require_fit(project: Project, facts: LabFacts) -> None:
    if not facts.name:
        raise Unfit("name", _("Please write the name of the laboratory."))
    if not (facts.cma or facts.cnas):
        raise Unfit("cma", _("Please give the number of its CMA or CNAS certificate."))
    for field, number, until in (
        ("cma_until", facts.cma, facts.cma_until),
        ("cnas_until", facts.cnas, facts.cnas_until),
    ):
        if number and until is None:
            raise Unfit(field, _("Please say until when this certificate is valid."))
        if number and until is not None and until < facts.contract_on:
            raise Unfit(field, _("This certificate had run out on the day of the contract."))
    if unknown := set(facts.items) - set(expected.items_of(project)):
        raise Unfit("items", _("The plan has no item “%(key)s”.") % {"key": min(unknown)})
    _require_lent(facts.pool_request)


def _require_lent(asked: PoolRequest | None) -> None:
    if asked is not None and not PoolRequest.objects.laboratories().filter(pk=asked.pk).exists():
        raise Unfit("pool_request", _("This request is not granted."))


def _fill(row: Laboratory, facts: LabFacts) -> None:
    for held in fields(facts):
        value = getattr(facts, held.name)
        setattr(row, held.name, list(value) if held.name == "items" else value)


def tell(row: Laboratory, verb: str, *, by: Actor, at: datetime, **facts: object) -> None:
    """One event on the project's chain; it names the laboratory by its key, and what is known of it by a hash."""
    said = {"laboratory": row.key, "said": said_hash(row), **facts}
    seal(row.project, verb, [], by=by, at=at, facts=said)


def said_hash(row: Laboratory) -> str:
    """SHA-256 over what is known of a laboratory and its contract, as 64 hexadecimal digits."""
    pool = {"pool_request": str(row.pool_request_id or "")}
    said = {one.name: getattr(row, one.name) for one in fields(LabFacts) if one.name not in pool}
    plain = {name: value if isinstance(value, list) else str(value or "") for name, value in said.items()}
    return hashlib.sha256(canonical(plain | pool)).hexdigest()
