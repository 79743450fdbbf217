"""Objections: a second test of the spare sample, proof that it is not the maker's goods, and the decision.

Nobody decides about a product that he or she bought. Reasons are published.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record import clocks
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import (
    Exclusion,
    Laboratory,
    Objection,
    Project,
    Reading,
    Round,
    Sample,
)
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.hearing.lives import OBJECTION
from huaihai.supervision.testing.hearing.misfits import said_hash
from huaihai.supervision.testing.hearing.preparing import require_hearing
from huaihai.supervision.testing.laboratory import expected, handing
from huaihai.supervision.testing.laboratory.whereabouts import hand_overs
from huaihai.supervision.testing.publishing.found import bought_of

OUTCOMES = {"kept": "keep", "changed": "change", "counterfeit": "find counterfeit"}
LONGEST = 1000


def retest(
    objection: Objection,
    laboratory: Laboratory,
    *,
    items: Sequence[str] = (),
    remark: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Objection:
    """The kept spare samples of the product leave for a laboratory for a second test of these items (none named: all).

    Raises NotAllowed, NotPossible (no spare sample is left, not now), Unfit (it measures none of them), Moved.
    """
    require_hearing(objection.project, by, at)
    if items and not set(items) & set(laboratory.items):
        raise Unfit("items", _("This laboratory measures none of these items."))
    with transaction.atomic():
        bought = bought_of(objection.project).get(
            objection.product
        )  # not what was set aside and bought again
        spares = Sample.objects.in_use().spare().filter(purchase=bought.root_id if bought else None)
        retests = hand_overs(project=objection.project, round=Round.RETEST)
        sent = {code for batch in retests for code in batch.to_be_measured}
        codes = [one.code for one in spares if one.code not in sent]
        if not codes:
            raise NotPossible(_("There is no spare sample of this product that could be tested."))
        handing.hand_over(laboratory, codes, round=Round.RETEST, items=items, remark=remark, by=by, at=at)
        with moving(objection.project, "observe", noted="second test ordered", by=by, at=at) as move:
            held = _held(objection, seen)
            held.stage = OBJECTION.after("retest", held.stage)
            _keep(held)
            move.facts |= {"objection": str(held.pk), "product": held.product}
    return held


def decide(
    objection: Objection, *, outcome: str, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> Objection:
    """The result stays, the second test counts, or the product is taken out because it is counterfeit.

    Raises NotAllowed (the actor bought it), NotPossible (the second test is not there), Unfit, Moved.
    """
    require_hearing(objection.project, by, at)
    if outcome not in OUTCOMES:
        raise Unfit("outcome", _("Please choose how it ends."))
    said = _public_words(reason)
    if by.key in buyers_of(objection.project, objection.product):
        raise NotAllowed(_("You bought this product; somebody else has to decide."))
    with moving(objection.project, "observe", noted="objection decided", by=by, at=at) as move:
        held = _held(objection, seen)
        _require_tested(held, outcome)
        held.stage = OBJECTION.after(OUTCOMES[outcome], held.stage)
        held.reason, held.decided_at, held.decided_by = said, at, by.key
        _keep(held)
        if held.stage == "counterfeit" and not _is_out(held):
            move.rows.append(
                Exclusion(
                    project=move.project,
                    product=held.product,
                    reason=said,
                    objection=held,
                    at=at,
                    by=by.key,
                )
            )
        clocks.end(clocks.running(held.record_key).values(), at=at, by="decide")
        told = {"product": held.product, "outcome": held.stage, "said": said_hash(held)}
        move.facts |= {"objection": str(held.pk), **told}
    return held


def buyers_of(project: Project, product: str) -> set[str]:
    """Record keys of whoever bought this product or confirmed it."""
    return who_bought(project, product)


def second_readings(objection: Objection) -> bool:
    """Whether the second test has readings."""
    samples = Sample.objects.filter(project=objection.project_id, product=objection.product).values("code")
    rows = Reading.objects.filter(project=objection.project_id, round=Round.RETEST, sample__in=samples)
    return rows.exists()


def _require_tested(held: Objection, outcome: str) -> None:
    """The second test counts if, and only if, it was made; and it is made whole."""
    has_readings = second_readings(held)
    if outcome == "kept" and has_readings:
        raise NotPossible(_("The second test has readings: they count. Please choose that outcome."))
    if outcome != "changed":
        return
    own = set(
        Sample.objects.filter(project=held.project_id, product=held.product).values_list("code", flat=True)
    )
    rows = hand_overs(project=held.project, round=Round.RETEST)
    keys = [key for key in expected.wanted(rows, expected.items_of(held.project)) if key[0] in own]
    told = expected.progress(keys, expected.standing(held.project, round=Round.RETEST))
    if not has_readings or not told.is_whole:
        raise NotPossible(
            _("Of the second test %(done)s of %(of)s readings are there.")
            % {"done": told.done, "of": told.of}
        )


def _public_words(reason: str) -> str:
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please give the reasons."))
    if len(said) > LONGEST:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    if mask(said).finds:
        raise Unfit("reason", _("Everybody reads this: please leave out numbers of persons."))
    return said


def _held(objection: Objection, seen: int | None) -> Objection:
    held = Objection.objects.select_for_update(of=("self",)).select_related("project").get(pk=objection.pk)
    if seen is not None and seen != held.version:
        raise Moved(held)
    return held


def _keep(held: Objection) -> None:
    held.version += 1
    held.save()


def _is_out(held: Objection) -> bool:
    return Exclusion.objects.filter(project=held.project_id, product=held.product).exists()
