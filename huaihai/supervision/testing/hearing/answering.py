"""What a maker or seller answers: it agrees, says something, or objects with reasons and files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.desk.lives import NEW, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.ids import new_id
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.law.limits import RETEST_SPARE
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.actions.photographing import Taken, photo_of
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection
from huaihai.supervision.testing.hearing.lives import NOTICE, OBJECTION, OPEN_OBJECTIONS
from huaihai.supervision.testing.hearing.telling import REPLY

DECIDE = "decide"  # the name of an objection's clock
LONGEST = 2000  # characters
MOST_FILES = 10
MOST_ANSWERS = 30  # of one maker or seller
OPEN_STAGES = ("running", "checking")


@dataclass(frozen=True)
class File:
    """A file that was handed in with an objection, and what it is called."""

    stored: Stored
    name: str = ""


@dataclass(frozen=True)
class Said:
    """An answer: `kind` of `MakerAnswer.Kind`; `product` is needed to object, and narrows what is said."""

    kind: str
    product: str = ""
    text: str = ""
    files: Sequence[File] = ()
    way: str = MakerAnswer.Way.LINK


def answer(notice: MakerNotice, said: Said, *, by: Actor, at: datetime) -> MakerAnswer:
    """Take an answer while the clock runs. Raises NotAllowed, NotPossible (not told, time over), Unfit."""
    _require_party(notice, by, at)
    text = storable(said.text).strip()
    _require_fit(notice, said, text)
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
    running = clocks.running(notice.record_key).get(REPLY)
    return running is not None and local_day(at) <= running.due_on


def link_actor(notice: MakerNotice) -> Actor:
    """The maker or seller, having opened its link."""
    return Actor("public", f"test-notice:{notice.pk}")


def _require_party(notice: MakerNotice, by: Actor, at: datetime) -> None:
    if by == link_actor(notice) or powers.leads(by, notice.project, on=local_day(at)):
        return
    if notice.business is None or not rights.may(by, notice.business, rights.ANSWER, on=local_day(at)):
        raise NotAllowed(_("Only those who answer for this business can do that."))


def _require_fit(notice: MakerNotice, said: Said, text: str) -> None:
    if said.kind not in MakerAnswer.Kind.values:
        raise Unfit("kind", _("Please choose one of the three."))
    if said.product and said.product not in notice.products:
        raise Unfit("product", _("This product is not among yours."))
    if len(text) > LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    if len(said.files) > MOST_FILES:
        raise Unfit("papers", _("At most %(n)s files, please.") % {"n": MOST_FILES})
    if said.way == MakerAnswer.Way.PAPER and not said.files:
        raise Unfit("papers", _("Please add a photo or scan of the paper."))
    if said.kind == MakerAnswer.Kind.AGREES:
        return
    if not text:
        raise Unfit("text", _("Please write what you want to say."))
    if said.kind == MakerAnswer.Kind.OBJECTS and not said.product:
        raise Unfit("product", _("Please say which product you object about."))
    if said.kind == MakerAnswer.Kind.SAYS and mask(text).finds:
        raise Unfit(
            "text", _("Everybody reads this: please leave out telephone numbers and the like of persons.")
        )


def _require_in_time(notice: MakerNotice, at: datetime) -> None:
    running = clocks.running(notice.record_key).get(REPLY)
    if running is None or local_day(at) > running.due_on:
        raise NotPossible(_("The time to answer is over. Please write to the office."))


def _stored(notice: MakerNotice, said: Said, *, by: Actor, at: datetime) -> tuple[MakerAnswer, MakerNotice]:
    with moving(notice.project, "observe", noted="maker answered", by=by, at=at) as move:
        if move.project.stage not in OPEN_STAGES:
            raise NotPossible(_("The results are out or being signed; please write to the office."))
        held = MakerNotice.objects.select_for_update().get(pk=notice.pk)
        _require_in_time(held, at)
        if held.answers.count() >= MOST_ANSWERS:
            raise NotPossible(_("The office has many answers of yours already; please write to it."))
        held.stage = NOTICE.after("answer", held.stage)
        held.version += 1
        held.save(update_fields=["stage", "version"])
        made = MakerAnswer(
            project=move.project,
            notice=held,
            kind=said.kind,
            product=said.product,
            text=said.text,
            way=MakerAnswer.Way(said.way),
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.rows += [photo_of(move.project, _taken(file, made, at), by=by, at=at) for file in said.files]
        told = {"kind": said.kind, "product": said.product, "files": len(said.files)}
        move.facts |= {"notice": str(held.pk), **told}
    return made, held


def _taken(file: File, made: MakerAnswer, at: datetime) -> Taken:
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
    clocks.start(subject=row.record_key, owner=body.record_key, at=at, starts=[clocks.Start(DECIDE, limit)])
