"""A laboratory under contract, its secret link; one sealed hand-over a batch, and the laboratory's receipt."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.models import PoolRequest
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import HandOver, Laboratory, Photo, Project, Reading, Receipt, Round, Sample
from huaihai.supervision.moving import Taken, lock, moving, photo_of, seal
from huaihai.supervision.moving import known as known_photo
from huaihai.supervision.testing import links
from huaihai.supervision.testing.buying.purchase import Picture
from huaihai.supervision.testing.laboratory import facts as laboratory_facts

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
        held = open_project(project, by, at)
        _require_fit(held, facts)
        number = held.laboratories.count() + 1
        row = Laboratory(project=held, key=f"lab-{number}", added_at=at, added_by=by.key)
        _fill(row, facts)
        row.save(force_insert=True)
        write_event(row, "laboratory added", by=by, at=at, contract_on=facts.contract_on.isoformat())
    return row


def change(row: Laboratory, facts: LabFacts, *, seen: int, by: Actor, at: datetime) -> Laboratory:
    """What is known of it, whole. Raises as `add`, and Moved."""
    with transaction.atomic():
        project = open_project(row.project, by, at)
        _require_fit(project, facts)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        if held.version != seen:
            raise Moved(held)
        _fill(held, facts)
        held.version += 1
        held.save()
        write_event(held, "laboratory changed", by=by, at=at)
    return held


def actor_of(row: Laboratory) -> Actor:
    """The laboratory itself on its own page: whoever calls has checked its secret link."""
    return Actor("public", f"laboratory:{row.key}")


def open_project(project: Project, by: Actor, at: datetime) -> Project:
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
    if unknown := set(facts.items) - set(laboratory_facts.items_of(project)):
        raise Unfit("items", _("The plan has no item “%(key)s”.") % {"key": min(unknown)})
    _require_lent(facts.pool_request)


def _require_lent(asked: PoolRequest | None) -> None:
    if asked is not None and not PoolRequest.objects.laboratories().filter(pk=asked.pk).exists():
        raise Unfit("pool_request", _("This request is not granted."))


def _fill(row: Laboratory, facts: LabFacts) -> None:
    for held in fields(facts):
        value = getattr(facts, held.name)
        setattr(row, held.name, list(value) if held.name == "items" else value)


def write_event(row: Laboratory, verb: str, *, by: Actor, at: datetime, **facts: object) -> None:
    """One event on the project's chain; it names the laboratory by its key, and what is known of it by a hash."""
    said = {"laboratory": row.key, "said": laboratory_hash(row), **facts}
    seal(row.project, verb, [], by=by, at=at, facts=said)


def laboratory_hash(row: Laboratory) -> str:
    """SHA-256 over what is known of a laboratory and its contract, as 64 hexadecimal digits."""
    pool = {"pool_request": str(row.pool_request_id or "")}
    said = {one.name: getattr(row, one.name) for one in fields(LabFacts) if one.name not in pool}
    plain = {name: value if isinstance(value, list) else str(value or "") for name, value in said.items()}
    return hashlib.sha256(canonical(plain | pool)).hexdigest()


LINK_DAYS = 60
PURPOSE = "laboratory"


def address_of(row: Laboratory) -> str:
    """The path that its link opens; empty if it has none."""
    token = links.token_of(row, purpose=PURPOSE)
    return reverse("laboratory", args=[row.pk, token]) if token else ""


def issue_link(row: Laboratory, *, by: Actor, at: datetime) -> Laboratory:
    """A new secret link, open for `LINK_DAYS`; an earlier one ends. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        open_project(row.project, by, at)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        held.link_issue += 1
        held.link_until = at + timedelta(days=LINK_DAYS)
        held.version += 1
        held.save(update_fields=["link_issue", "link_until", "version"])
        write_event(held, "laboratory link made", by=by, at=at, until=held.link_until.isoformat())
    return held


def end_link(row: Laboratory, *, by: Actor, at: datetime) -> Laboratory:
    """The link opens nothing any more. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        open_project(row.project, by, at)
        held = Laboratory.objects.select_for_update().get(pk=row.pk)
        if held.link_until is None or held.link_until <= at:
            raise NotPossible(_("This laboratory has no link."))
        held.link_until = at
        held.version += 1
        held.save(update_fields=["link_until", "version"])
        write_event(held, "laboratory link ended", by=by, at=at)
    return held


LONGEST = 300


def hand_over(
    row: Laboratory,
    samples: Iterable[str],
    *,
    round: str = Round.FIRST,  # noqa: A002 # the name of the column
    items: Sequence[str] = (),
    remark: str = "",
    by: Actor,
    at: datetime,
) -> HandOver:
    """These sealed samples (codes) leave for the laboratory, which measures `items` on each (none named: all its own).

    Raises NotAllowed, NotPossible (not now; on its way already; another measures the same), Unfit (no such sample, a
    spare one too early).
    """
    _require_part(row.project, by, at)
    if not row.items:
        raise NotPossible(_("Please say first which items this laboratory measures."))
    with moving(row.project, "observe", noted="batch handed over", by=by, at=at) as move:
        codes = sorted(set(samples))
        wanted = [key for key in row.items if not items or key in items]
        _require_samples(move.row, codes, round)
        _require_free(move.row, codes, round, wanted)
        made = HandOver(
            project=move.row,
            laboratory=row,
            samples=codes,
            items=wanted,
            round=round,
            remark=storable_name(remark)[:LONGEST],
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"laboratory": row.key, "samples": len(codes), "round": round}
        Sample.objects.filter(code__in=codes).update(stage=Sample.Stage.PASSING)
    return made


def receive(
    batch: HandOver,
    *,
    broken: Iterable[str] = (),
    absent: Iterable[str] = (),
    remark: str = "",
    slip: Picture | None = None,
    by: Actor,
    at: datetime,
) -> Receipt:
    """The laboratory says what came; staff say it for the laboratory with a photo of the `slip` that it signed.

    What came broken is set aside, what did not come is with the buyers again. Another receipt of the same batch takes
    the place of the first, with a reason. Raises NotAllowed, NotPossible, Unfit.
    """
    if by != actor_of(batch.laboratory):
        _require_part(batch.project, by, at)
        if slip is None:
            raise Unfit("slip", _("Please add a photo of the slip that the laboratory signed."))
    with transaction.atomic():
        with moving(batch.project, "observe", noted="batch received", by=by, at=at) as move:
            held = HandOver.objects.get(pk=batch.pk)
            made = _receipt(held, broken, absent, remark, by=by, at=at)
            _require_possible(held, made)
            move.rows += [made, *_slip(move.row, made, slip, by=by, at=at)]
            facts = {"laboratory": batch.laboratory.key, "batch": str(held.pk)}
            move.facts |= {**facts, "broken": len(made.broken), "absent": len(made.absent)}
        laboratory_facts.keep(batch.project, held.samples)
    return made


def _require_part(project: Project, by: Actor, at: datetime) -> None:
    if not powers.takes_part(by, project, on=local_day(at)):
        raise NotAllowed(_("Only who takes part in this test can do that."))


def _require_samples(project: Project, codes: Sequence[str], round_: str) -> None:
    """In use, not under way, and of the kind that this round measures."""
    rows = Sample.objects.in_use().filter(project=project, code__in=codes)
    known = {row.code: row for row in rows}
    if not codes:
        raise Unfit("samples", _("Please choose at least one sample."))
    for code in codes:
        if code not in known:
            raise Unfit("samples", _("There is no sample %(code)s in use.") % {"code": code})
        if known[code].stage == Sample.Stage.PASSING:
            raise NotPossible(_("%(code)s is on its way already.") % {"code": known[code]})
        if round_ == Round.FIRST and known[code].kind != "main":
            raise Unfit(
                "samples",
                _("%(code)s is a spare sample; it is kept for a second test.") % {"code": known[code]},
            )


def _require_free(project: Project, codes: Sequence[str], round_: str, items: Sequence[str]) -> None:
    """Nobody measures the same item of a sample twice in a round."""
    for batch in laboratory_facts.hand_overs(project=project, round=round_):
        taken = set(batch.to_be_measured) & set(codes)
        if taken and set(batch.items) & set(items):
            raise NotPossible(
                _("Sample %(code)s is being measured already.") % {"code": Sample(code=min(taken))}
            )


def _receipt(
    held: HandOver, broken: Iterable[str], absent: Iterable[str], remark: str, *, by: Actor, at: datetime
) -> Receipt:
    return Receipt(
        hand_over=held,
        broken=sorted(set(broken) & set(held.samples)),
        absent=sorted(set(absent) & set(held.samples)),
        remark=storable_name(remark)[:LONGEST],
        replaces=held.receipt,
        at=at,
        by=by.key,
    )


def _require_possible(held: HandOver, made: Receipt) -> None:
    if both := set(made.broken) & set(made.absent):
        raise Unfit(
            "absent",
            _("%(code)s came or did not come; please choose one.") % {"code": Sample(code=min(both))},
        )
    out, earlier = {*made.broken, *made.absent}, made.replaces
    if read := Reading.objects.filter(project=held.project, round=held.round, sample__in=out).first():
        raise NotPossible(
            _("There are readings of %(code)s already; its seal was cut for them.")
            % {"code": Sample(code=read.sample)}
        )
    if earlier is None:
        return
    if (earlier.broken, earlier.absent) == (made.broken, made.absent):
        raise NotPossible(_("This is what the receipt says already."))
    if not made.remark:
        raise Unfit("remark", _("Please say why the receipt changes."))
    codes = sorted({*earlier.broken, *earlier.absent} - out)
    _require_free(held.project, codes, held.round, held.items)  # it may have been sent again meanwhile
    back = Sample.objects.filter(code__in=codes)
    again = Sample.objects.main().in_use().filter(project=held.project, product__in=back.values("product"))
    if other := again.exclude(pk__in=back).first():
        raise NotPossible(
            _("%(code)s was bought in its place meanwhile: the receipt stays.") % {"code": other}
        )


def _slip(
    project: Project, made: Receipt, slip: Picture | None, *, by: Actor, at: datetime
) -> Iterator[Photo]:
    if slip is not None and known_photo(project, slip.client_key) is None:
        taken = Taken(slip.stored, slip.client_key, made.seal_key, slip.taken_at, shows=slip.shows)
        yield photo_of(project, taken, by=by, at=at)
