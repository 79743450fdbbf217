"""How custody steps are stored: lock, look at the chain so far, add a step to each sample, keep what follows."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions import photographing
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.actions.photographing import Taken
from huaihai.supervision.models import CustodyStep, Photo, Project, Sample
from huaihai.supervision.testing.buying.bought import Picture
from huaihai.supervision.testing.custody.chain import Chain, chain
from huaihai.supervision.testing.custody.parties import Receiver, Seen, is_laboratory

AHEAD = timedelta(minutes=10)  # by so much a phone's clock may be fast
STATE = ("stage", "holder", "holder_name", "pending_to", "place", "is_broken", "has_gap", "steps_count")
type MakeStep = Callable[[Sample, Chain], CustodyStep]


def steps_of(samples: Iterable[Sample]) -> dict[UUID, list[CustodyStep]]:
    """The custody steps of each of these samples, in one query."""
    found: dict[UUID, list[CustodyStep]] = {sample.pk: [] for sample in samples}
    for step in CustodyStep.objects.filter(sample__in=list(found)).order_by("number"):
        found[step.sample_id].append(step)
    return found


def chain_of(sample: Sample) -> Chain:
    """Where this sample stands, computed from its steps."""
    return chain(steps_of([sample])[sample.pk], sample.seal_number)


def state_of(held: Chain, count: int) -> dict[str, object]:
    """What a sample's row keeps of its chain."""
    return {
        "stage": held.stage,
        "holder": held.holder,
        "holder_name": held.holder_name,
        "pending_to": held.pending.to_key if held.pending else "",
        "place": held.place,
        "is_broken": held.is_broken,
        "has_gap": held.has_gap,
        "steps_count": count,
    }


def step(
    sample: Sample, kind: str, to: Receiver, seen: Seen, *, key: UUID, by: Actor, at: datetime
) -> CustodyStep:
    """The next step of this sample, not stored yet."""
    return CustodyStep(
        sample=sample,
        number=sample.steps_count + 1,
        kind=kind,
        to_kind=to.kind,
        to_key=to.key,
        to_name=to.name,
        seal=seen.seal,
        seal_number=storable_name(seen.seal_number),
        where=storable_name(seen.where),
        remark=storable_name(seen.remark),
        client_key=uuid5(key, sample.code),
        happened_at=seen.happened_at,
        at=at,
        by=by.key,
    )


def act(
    samples: Sequence[Sample],
    make: MakeStep,
    noted: str,
    *,
    key: UUID,
    seen: Seen,
    pictures: Sequence[Picture] = (),
    by: Actor,
    at: datetime,
) -> list[CustodyStep]:
    """One step for each sample, in one event. The same `key` again gives what is stored already.

    Raises NotAllowed, NotPossible, Unfit, and what `make` raises.
    """
    project = _project_of(samples)
    _require_part(project, by, at)
    keys = [uuid5(key, sample.code) for sample in samples]
    if known := list(CustodyStep.objects.filter(client_key__in=keys).order_by("sample__code")):
        return known
    if seen.seal not in CustodyStep.Seal.values:
        raise Unfit("seal", _("Is the seal whole? Please look at it."))
    if seen.happened_at > at + AHEAD:
        raise Unfit("happened_at", _("This moment has not come yet."))
    with moving(project, "observe", noted=noted, by=by, at=at) as move:
        if CustodyStep.objects.filter(client_key__in=keys).exists():  # the same page was sent twice at once
            raise NotPossible(_("This was stored a moment ago."))
        made = _next_steps(samples, make)
        move.rows.extend(made)
        move.rows.extend(_photos(project, made[0], pictures, by=by, at=at))
        move.facts |= {"samples": len(made), "seal": seen.seal}
    return made


def _next_steps(samples: Sequence[Sample], make: MakeStep) -> list[CustodyStep]:
    """The project is locked. The samples' rows are brought to where the new steps lead."""
    rows = list(Sample.objects.filter(pk__in=[one.pk for one in samples]).select_related("project"))
    before = steps_of(rows)
    made = []
    for sample in sorted(rows, key=lambda row: row.code):
        earlier = before[sample.pk]
        new = make(sample, chain(earlier, sample.seal_number))
        held = chain([*earlier, new], sample.seal_number)
        for name, value in state_of(held, len(earlier) + 1).items():
            setattr(sample, name, value)
        made.append(new)
    Sample.objects.bulk_update(rows, STATE)
    return made


def _photos(
    project: Project, first: CustodyStep, pictures: Sequence[Picture], *, by: Actor, at: datetime
) -> list[Photo]:
    return [
        photographing.photo_of(
            project,
            Taken(one.stored, one.client_key, first.seal_key, one.taken_at, shows=one.shows),
            by=by,
            at=at,
        )
        for one in pictures
        if photographing.known(project, one.client_key) is None
    ]


def _project_of(samples: Sequence[Sample]) -> Project:
    if not samples:
        raise Unfit("samples", _("Please choose at least one sample."))
    if len({sample.project_id for sample in samples}) > 1:
        raise Unfit("samples", _("These samples belong to different tests."))
    return samples[0].project


def _require_part(project: Project, by: Actor, at: datetime) -> None:
    if not is_laboratory(by) and not powers.takes_part(by, project, on=local_day(at)):
        raise NotAllowed(_("Only who takes part in this test can do that."))
