"""What a maker or seller answers; an objection's second test, and its decision.

Nobody decides about a product that he or she bought. Reasons are published.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.desk import hearing
from huaihai.desk.hearing import Paper
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.law.limits import RETEST_SPARE
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.supervision import powers
from huaihai.supervision.models import (
    Exclusion,
    Laboratory,
    MakerAnswer,
    MakerNotice,
    Objection,
    Project,
    Reading,
    Round,
    Sample,
)
from huaihai.supervision.moving import Taken, moving, photo_of
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.hearing.life import NOTICE, OBJECTION, OPEN_OBJECTIONS
from huaihai.supervision.testing.hearing.notices import DECIDE, require_hearing
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory import verbs as laboratory_verbs
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.misfits import decision_hash
from huaihai.supervision.testing.publishing.building import bought_of

LONGEST = 2000  # characters
MOST_ANSWERS = 30  # of one maker or seller
OPEN_STAGES = ("running", "checking")


@dataclass(frozen=True)
class Answer:
    """An answer: `kind` of `MakerAnswer.Kind`; `product` is needed to object, and narrows what is said."""

    kind: str
    product: str = ""
    text: str = ""
    files: Sequence[Paper] = ()
    way: str = MakerAnswer.Way.LINK


def answer(notice: MakerNotice, said: Answer, *, by: Actor, at: datetime) -> MakerAnswer:
    """Take an answer while the clock runs. Raises NotAllowed, NotPossible (not told, time over), Unfit."""
    _require_party(notice, by, at)
    text = _fit(notice, said)
    with transaction.atomic():
        made, held = _stored(notice, replace(said, text=text), by=by, at=at)
        if said.kind == MakerAnswer.Kind.OBJECTS and not _is_objected(made):
            _raise(made, at=at)
    notice.__dict__.update(held.__dict__)
    return made


def may_answer(notice: MakerNotice, at: datetime) -> bool:
    """Whether an answer would be taken now."""
    if not NOTICE.can("answer", notice.stage) or notice.project.stage not in OPEN_STAGES:
        return False
    return hearing.is_in_time(notice, local_day(at))


def link_actor(notice: MakerNotice) -> Actor:
    """The maker or seller, having opened its link."""
    return Actor("public", f"test-notice:{notice.pk}")


def _require_party(notice: MakerNotice, by: Actor, at: datetime) -> None:
    if by == link_actor(notice) or powers.leads(by, notice.project, on=local_day(at)):
        return
    if notice.business is None or not rights.may(by, notice.business, rights.ANSWER, on=local_day(at)):
        raise NotAllowed(_("Only those who answer for this business can do that."))


def _fit(notice: MakerNotice, said: Answer) -> str:
    """Its words as they are stored. Raises Unfit."""
    if said.kind not in MakerAnswer.Kind.values:
        raise Unfit("kind", _("Please choose one of the three."))
    if said.product and said.product not in notice.products:
        raise Unfit("product", _("This product is not among yours."))
    if said.way == MakerAnswer.Way.PAPER and not said.files:
        raise Unfit("papers", _("Please add a photo or scan of the paper."))
    if said.kind == MakerAnswer.Kind.AGREES and not storable(said.text).strip():
        return ""
    if said.kind == MakerAnswer.Kind.OBJECTS and not said.product:
        raise Unfit("product", _("Please say which product you object about."))
    return hearing.words(
        "text",
        said.text,
        most=LONGEST,
        lacking=_("Please write what you want to say."),
        are_public=said.kind == MakerAnswer.Kind.SAYS,
    )


def _stored(notice: MakerNotice, said: Answer, *, by: Actor, at: datetime) -> tuple[MakerAnswer, MakerNotice]:
    with moving(notice.project, "observe", noted="maker answered", by=by, at=at) as move:
        if move.row.stage not in OPEN_STAGES:
            raise NotPossible(_("The results are out or being signed; please write to the office."))
        held = MakerNotice.objects.select_for_update().get(pk=notice.pk)
        if not hearing.is_in_time(held, local_day(at)):
            raise NotPossible(_("The time to answer is over. Please write to the office."))
        if held.answers.count() >= MOST_ANSWERS:
            raise NotPossible(_("The office has many answers of yours already; please write to it."))
        held.stage = NOTICE.after("answer", held.stage)
        held.version += 1
        held.save(update_fields=["stage", "version"])
        made = MakerAnswer(
            project=move.row,
            notice=held,
            kind=said.kind,
            product=said.product,
            text=said.text,
            way=MakerAnswer.Way(said.way),
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.rows += [photo_of(move.row, _taken(file, made, at), by=by, at=at) for file in said.files]
        told = {"kind": said.kind, "product": said.product, "files": len(said.files)}
        move.facts |= {"notice": str(held.pk), **told}
    return made, held


def _taken(file: Paper, made: MakerAnswer, at: datetime) -> Taken:
    return Taken(file.stored, new_id(), made.seal_key, at, shows=storable_name(file.name)[:120])


def _is_objected(made: MakerAnswer) -> bool:
    """Whether its objection to this product waits already: then this answer adds to it."""
    rows = Objection.objects.filter(answer__notice=made.notice_id, product=made.product)
    return rows.filter(stage__in=OPEN_OBJECTIONS).exists()


def _raise(made: MakerAnswer, *, at: datetime) -> None:
    """The objection stands from now on, with a clock for its decision."""
    row = Objection.objects.create(
        project=made.project,
        answer=made,
        product=made.product,
        stage=OBJECTION.after("object", NEW),
    )
    body = made.project.lead or directory.root()
    limit = limit_for(body, RETEST_SPARE, local_day(at))
    hearing.start(row, DECIDE, limit, owner=body, at=at)


OUTCOMES = {"kept": "keep", "changed": "change", "counterfeit": "find counterfeit"}
LONGEST_REASON = 1000


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
        laboratory_verbs.hand_over(
            laboratory, codes, round=Round.RETEST, items=items, remark=remark, by=by, at=at
        )
        with moving(objection.project, "observe", noted="second test ordered", by=by, at=at) as move:
            held = _locked(objection, seen)
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
    said = hearing.words(
        "reason", reason, most=LONGEST_REASON, lacking=_("Please give the reasons."), are_public=True
    )
    if by.key in buyers_of(objection.project, objection.product):
        raise NotAllowed(_("You bought this product; somebody else has to decide."))
    with moving(objection.project, "observe", noted="objection decided", by=by, at=at) as move:
        held = _locked(objection, seen)
        _require_tested(held, outcome)
        held.stage = OBJECTION.after(OUTCOMES[outcome], held.stage)
        held.reason, held.decided_at, held.decided_by = said, at, by.key
        _keep(held)
        if held.stage == "counterfeit" and not _is_out(held):
            move.rows.append(
                Exclusion(
                    project=move.row,
                    product=held.product,
                    reason=said,
                    objection=held,
                    at=at,
                    by=by.key,
                )
            )
        hearing.end(held, by="decide", at=at)
        told = {"product": held.product, "outcome": held.stage, "said": decision_hash(held)}
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
    keys = [
        key for key in laboratory_facts.wanted(rows, laboratory_facts.items_of(held.project)) if key[0] in own
    ]
    told = laboratory_facts.progress(keys, laboratory_facts.standing(held.project, round=Round.RETEST))
    if not has_readings or not told.is_whole:
        raise NotPossible(
            _("Of the second test %(done)s of %(of)s readings are there.")
            % {"done": told.done, "of": told.of}
        )


def _locked(objection: Objection, seen: int | None) -> Objection:
    held = Objection.objects.select_for_update(of=("self",)).select_related("project").get(pk=objection.pk)
    if seen is not None and seen != held.version:
        raise Moved(held)
    return held


def _keep(held: Objection) -> None:
    held.version += 1
    held.save()


def _is_out(held: Objection) -> bool:
    return Exclusion.objects.filter(project=held.project_id, product=held.product).exists()
