"""One sealed hand-over a batch, and the laboratory's receipt: what came whole, broken, or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions import photographing
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.actions.photographing import Taken
from huaihai.supervision.models import HandOver, Laboratory, Photo, Project, Reading, Receipt, Round, Sample
from huaihai.supervision.testing.buying.bought import Picture
from huaihai.supervision.testing.laboratory import whereabouts
from huaihai.supervision.testing.laboratory.actions import actor_of

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
        _require_samples(move.project, codes, round)
        _require_free(move.project, codes, round, wanted)
        made = HandOver(
            project=move.project,
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
            move.rows += [made, *_slip(move.project, made, slip, by=by, at=at)]
            facts = {"laboratory": batch.laboratory.key, "batch": str(held.pk)}
            move.facts |= {**facts, "broken": len(made.broken), "absent": len(made.absent)}
        whereabouts.keep(batch.project, held.samples)
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
    for batch in whereabouts.hand_overs(project=project, round=round_):
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
    if slip is not None and photographing.known(project, slip.client_key) is None:
        taken = Taken(slip.stored, slip.client_key, made.seal_key, slip.taken_at, shows=slip.shows)
        yield photographing.photo_of(project, taken, by=by, at=at)
