"""Handing samples over, taking them over, looking at seals, setting aside. Many samples at once are one act."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import CustodyStep, Sample
from huaihai.supervision.testing.buying.bought import Picture
from huaihai.supervision.testing.custody.chain import Chain
from huaihai.supervision.testing.custody.keeping import act, step
from huaihai.supervision.testing.custody.parties import NOBODY, Receiver, Seen, is_laboratory

Kind, Taker = CustodyStep.Kind, CustodyStep.Taker


def hand_over(
    samples: Sequence[Sample],
    to: Receiver,
    seen: Seen,
    *,
    pictures: Sequence[Picture] = (),
    key: UUID,
    by: Actor,
    at: datetime,
) -> list[CustodyStep]:
    """Who holds these samples hands them over; they wait until the other side confirms.

    Raises NotAllowed, NotPossible, Unfit.
    """
    if to.key == by.key:
        raise Unfit("to", _("You cannot hand it over to yourself."))
    if to.kind in (Taker.CARRIER, Taker.LABORATORY) and not to.name:
        raise Unfit("to_name", _("Please say to whom."))

    def make(sample: Sample, held: Chain) -> CustodyStep:
        _require_used(sample)
        if held.holder != by.key:
            raise NotAllowed(_("Only who holds a sample can hand it over: %(code)s.") % {"code": sample})
        return step(sample, Kind.GIVEN, to, seen, key=key, by=by, at=at)

    return act(samples, make, "samples handed over", key=key, seen=seen, pictures=pictures, by=by, at=at)


def take_over(
    samples: Sequence[Sample],
    seen: Seen,
    *,
    is_stored: bool = False,
    laboratory: Receiver | None = None,
    slip: Picture | None = None,
    pictures: Sequence[Picture] = (),
    key: UUID,
    by: Actor,
    at: datetime,
) -> list[CustodyStep]:
    """The other side confirms. `is_stored`: the actor keeps it in a store at `seen.where`.

    For a laboratory either its own page calls (`parties.laboratory_actor`), or somebody of staff with a photo of the
    `slip` that it signed. Nothing was handed over before: it is taken all the same, and the gap shows. Raises as
    `hand_over`.
    """
    if laboratory is not None and not is_laboratory(by) and slip is None:
        raise Unfit("slip", _("Please add a photo of the slip that the laboratory signed."))
    if is_stored and not storable_name(seen.where):
        raise Unfit("where", _("Please say where it is kept."))
    taker = laboratory or Receiver(Taker.STORE if is_stored else Taker.PERSON, by.key)

    def make(sample: Sample, held: Chain) -> CustodyStep:
        _require_used(sample)
        if held.pending is None and held.holder == taker.key and not is_stored:
            raise NotPossible(_("This sample is held there already: %(code)s.") % {"code": sample})
        return step(sample, Kind.TAKEN, taker, seen, key=key, by=by, at=at)

    shown = [*pictures, *([slip] if slip else [])]
    return act(samples, make, "samples taken over", key=key, seen=seen, pictures=shown, by=by, at=at)


def look_at_seals(
    samples: Sequence[Sample],
    seen: Seen,
    *,
    pictures: Sequence[Picture] = (),
    key: UUID,
    by: Actor,
    at: datetime,
) -> list[CustodyStep]:
    """Somebody looks at the seals in between. Raises NotAllowed, NotPossible, Unfit."""

    def make(sample: Sample, _held: Chain) -> CustodyStep:
        _require_used(sample)
        return step(sample, Kind.LOOKED, NOBODY, seen, key=key, by=by, at=at)

    return act(samples, make, "seals looked at", key=key, seen=seen, pictures=pictures, by=by, at=at)


def attest(sample: Sample, seen: Seen, *, key: UUID, by: Actor, at: datetime) -> list[CustodyStep]:
    """Who had it before says afterwards that it was handed over, so that the gap closes. Raises as `hand_over`."""

    def make(one: Sample, held: Chain) -> CustodyStep:
        if not any(doubt.who == by.key for doubt in held.doubts):
            raise NotPossible(_("No hand-over waits for your word."))
        return step(one, Kind.ATTESTED, NOBODY, seen, key=key, by=by, at=at)

    return act([sample], make, "hand-over attested", key=key, seen=seen, by=by, at=at)


def open_for_test(
    samples: Sequence[Sample], seen: Seen, *, laboratory: Receiver, key: UUID, by: Actor, at: datetime
) -> list[CustodyStep]:
    """The laboratory that holds them cuts the seals. Raises NotAllowed (it holds them not), NotPossible (a broken
    seal, a gap, set aside), Unfit.
    """

    def make(sample: Sample, held: Chain) -> CustodyStep:
        _require_used(sample)
        if held.holder != laboratory.key or held.pending is not None:
            raise NotAllowed(_("The laboratory has not taken this sample over: %(code)s.") % {"code": sample})
        is_cut = seen.seal == CustodyStep.Seal.BROKEN and not held.is_opened  # by nobody who tested it
        if held.doubts or is_cut:
            raise NotPossible(_("A broken seal or a gap hinders testing: %(code)s.") % {"code": sample})
        return step(sample, Kind.OPENED, laboratory, seen, key=key, by=by, at=at)

    return act(samples, make, "samples opened", key=key, seen=seen, by=by, at=at)


def set_aside(sample: Sample, seen: Seen, *, key: UUID, by: Actor, at: datetime) -> list[CustodyStep]:
    """It is used no more; `seen.remark` says why. By the leading body. Raises NotAllowed, NotPossible, Unfit."""
    powers.require_leader(sample.project, by, at)
    if not storable_name(seen.remark):
        raise Unfit("remark", _("Please say why."))

    def make(one: Sample, _held: Chain) -> CustodyStep:
        _require_used(one)
        return step(one, Kind.ASIDE, NOBODY, seen, key=key, by=by, at=at)

    return act([sample], make, "sample set aside", key=key, seen=seen, by=by, at=at)


def correct_step(wrong: CustodyStep, seen: Seen, *, key: UUID, by: Actor, at: datetime) -> list[CustodyStep]:
    """Whoever recorded a step says how it was (seal, number, place, time); both stay to be read.

    `seen.remark` is the reason. Raises NotAllowed, NotPossible, Unfit.
    """
    if by.key != wrong.by:
        raise NotAllowed(_("Only who recorded this can correct it."))
    if not storable_name(seen.remark):
        raise Unfit("remark", _("Please say what is corrected."))

    def make(sample: Sample, _held: Chain) -> CustodyStep:
        if CustodyStep.objects.filter(replaces=wrong).exists():
            raise NotPossible(_("This was corrected already."))
        to = Receiver(wrong.to_kind, wrong.to_key, wrong.to_name)
        made = step(sample, wrong.kind, to, seen, key=key, by=by, at=at)
        made.replaces = wrong
        return made

    return act([wrong.sample], make, "custody corrected", key=key, seen=seen, by=by, at=at)


def _require_used(sample: Sample) -> None:
    if sample.stage == Sample.Stage.ASIDE:
        raise NotPossible(_("This sample was set aside: %(code)s.") % {"code": sample})
