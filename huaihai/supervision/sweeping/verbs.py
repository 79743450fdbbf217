"""A place is looked at with the checklist, the business answers what was found, and somebody goes again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.models import Place
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.education.content import Content
from huaihai.education.exposing import verbs as exposing_verbs
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.models import (
    BusinessWord,
    Finding,
    Inspection,
    ItemMark,
    Measure,
    Photo,
    Project,
    Recheck,
)
from huaihai.supervision.moving import Taken, lock, moving, photo_of
from huaihai.supervision.sweeping.life import FINDING, MARKS, MEASURES, RESULTS
from huaihai.supervision.sweeping.plan import Plan
from huaihai.supervision.sweeping.tracking import (
    as_it_is,
    begin_cure,
    begin_recheck,
    own_city,
    plan_of,
    require_own,
    step,
    stop,
)


@dataclass(frozen=True)
class Marked:
    """What one item showed, in a word of `life.MARKS`; of a finding what it was, with its photos."""

    item: str
    mark: str
    words: str = ""
    photos: tuple[Stored, ...] = ()


def inspect(
    project: Project,
    place: Place,
    marks: Sequence[Marked],
    *,
    client_key: UUID,
    note: str = "",
    replaces: Inspection | None = None,
    by: Actor,
    at: datetime,
) -> Inspection:
    """Write down what was seen; the same key again gives what is stored already.

    A place is looked at once; `replaces` corrects an earlier entry from which nothing has followed yet.
    Raises NotAllowed, NotPossible, Unfit ("mark_" or "words_" and the item's key).
    """
    with transaction.atomic():
        lock(project.pk)
        if known := _known(project, client_key, by):
            return known
        with moving(project, "observe", noted="place inspected", by=by, at=at) as move:
            city, plan = _require(move.row, place, replaces, by=by), plan_of(move.row)
            _require_whole(plan, marks)
            made = Inspection(
                project=move.row,
                client_key=client_key,
                city=city,
                business=place.business,
                place=place,
                called=(place.sign or place.business.name)[:120],
                region_code=place.region_code,
                note=storable(note),
                checked_at=at,
                replaces=replaces,
                at=at,
                by=by.key,
            )
            rows = [
                ItemMark(inspection=made, item=one.item, mark=one.mark, words=storable(one.words))
                for one in marks
            ]
            photos = _photos(move.row, client_key, rows, marks, by=by, at=at)
            sealed: list[SealedModel] = [made, *rows, *photos]
            move.rows += sealed
            move.facts |= {"city": city.key, "findings": sum(row.mark == "found" for row in rows)}
            if replaces is not None:
                move.facts["replaces"] = str(replaces.pk)
        _follow(project, made, rows, plan, replaces, at=at)
    return made


def _known(project: Project, client_key: UUID, by: Actor) -> Inspection | None:
    found: Inspection | None = Inspection.objects.filter(client_key=client_key).first()
    if found is not None and (found.project_id != project.pk or found.by != by.key):
        raise NotAllowed(_("This form was sent by somebody else."))
    return found


def _require(project: Project, place: Place, replaces: Inspection | None, *, by: Actor) -> Organisation:
    """The city that checks; everything must allow it."""
    city = own_city(by, project)
    if project.stage != "running":
        raise NotPossible(_("Places are checked during the week; what comes later is a re-check."))
    if place.region_code[:4] != city.region_code[:4]:
        raise NotAllowed(_("This place lies in another city."))
    standing = Inspection.objects.filter(project=project).standing()
    if replaces is None:
        if standing.filter(place=place).exists():
            raise NotPossible(_("This place was checked already. Its entry can be corrected there."))
        return city
    if replaces.city_id != city.pk or replaces.place_id != place.pk:
        raise NotAllowed(_("Only the city that checked this place can correct its entry."))
    if not standing.filter(pk=replaces.pk).exists():
        raise NotPossible(_("This entry was corrected already."))
    if replaces.findings.exclude(stage="open").exists():
        raise NotPossible(_("Something has followed from this entry already; it stays as it is."))
    return city


def _require_whole(plan: Plan, marks: Sequence[Marked]) -> None:
    said = {one.item: one for one in marks}
    for item in plan.items:
        one = said.pop(item.key, None)
        if one is None or one.mark not in MARKS:
            raise Unfit(f"mark_{item.key}", _("%(item)s: please choose one.") % {"item": item.name})
        if one.mark == "found" and not storable(one.words).strip():
            raise Unfit(
                f"words_{item.key}", _("%(item)s: please write what you found.") % {"item": item.name}
            )
    if said:
        raise Unfit("marks", _("This page was not complete. Please open it again."))


def _photos(
    project: Project,
    client_key: UUID,
    rows: Sequence[ItemMark],
    marks: Sequence[Marked],
    *,
    by: Actor,
    at: datetime,
) -> Iterator[Photo]:
    for row, one in zip(rows, marks, strict=True):
        for stored in {held.sha256: held for held in one.photos}.values():
            key = uuid5(client_key, f"{one.item}:{stored.sha256}")
            taken = Taken(stored, key, about=row.seal_key, taken_at=at, shows=one.item)
            yield photo_of(project, taken, by=by, at=at)


def _follow(
    project: Project,
    made: Inspection,
    rows: Sequence[ItemMark],
    plan: Plan,
    replaces: Inspection | None,
    *,
    at: datetime,
) -> None:
    """What is not in order becomes a finding whose time to cure runs; what a corrected entry said is withdrawn."""
    if replaces is not None:
        for old in replaces.findings.filter(stage="open").select_related("clock"):
            step(old, "withdraw", at=at)
    for row in rows:
        if row.mark == "found":
            finding = Finding(
                project=project,
                inspection=made,
                mark=row,
                item=row.item,
                severity=plan.item(row.item).severity,
                city=made.city,
                business=made.business,
                stage=FINDING.after("find", ""),
                found_at=at,
            )
            finding.save(force_insert=True)
            begin_cure(finding, at=at)


LONGEST = 2000


def answer(
    finding: Finding,
    *,
    text: str,
    claims_cure: bool = False,
    photos: Sequence[Stored] = (),
    client_key: UUID,
    by: Actor,
    at: datetime,
) -> BusinessWord:
    """What the business says; where it says that it is cured, somebody goes again within the city's time.

    An officer of the city writes down what came by post or telephone. The same key again gives what is stored.
    Raises NotAllowed, NotPossible, Unfit.
    """
    _require_voice(finding, by, at=at)
    said = storable(text).strip()
    if not said or len(said) > LONGEST:
        raise Unfit("text", _("Please write a few words, at most 2,000 characters."))
    with transaction.atomic():
        lock(finding.project_id)
        if known := _known_word(finding, client_key):
            return known
        with moving(finding.project, "follow up", noted="business answered", by=by, at=at) as move:
            row = as_it_is(finding, None)
            if claims_cure:
                step(row, "claim", at=at)
            made = BusinessWord(
                finding=row,
                client_key=client_key,
                text=said,
                claims_cure=claims_cure,
                at=at,
                by=by.key,
            )
            move.rows.append(made)
            for stored in {one.sha256: one for one in photos}.values():
                taken = Taken(stored, uuid5(client_key, stored.sha256), about=made.seal_key, taken_at=at)
                move.rows.append(photo_of(move.row, taken, by=by, at=at))
            move.facts |= {"finding": str(row.pk), "item": row.item, "claims_cure": claims_cure}
        if claims_cure and (row.clock is None or row.clock.name != "recheck"):
            begin_recheck(row, at=at)  # one that runs is not begun anew: another claim would put the day off
    return made


def receive(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """Somebody who answers for the business has read the advice at its desk. Raises NotAllowed, NotPossible."""
    parties = measure.parties.select_related("business")
    if not any(rights.may(by, party.business, rights.ANSWER, on=local_day(at)) for party in parties):
        raise NotAllowed(_("Only somebody who answers complaints for this business can do that."))
    with moving(measure.project, "follow up", noted="advice served", by=by, at=at) as move:
        row = Measure.objects.select_related("project", "body").get(pk=measure.pk)
        row.stage = MEASURES[row.kind].after("serve", row.stage)
        row.version, row.moved_at, row.served_by = row.version + 1, at, "desk"
        row.save()
        move.facts |= {"measure": str(row.pk), "kind": row.kind, "is": row.stage}
    return row


def may_answer(finding: Finding, by: Actor, *, at: datetime) -> bool:
    """Whether the actor may speak for the business here, or write down what it said."""
    if by.kind == "business":
        return rights.may(by, finding.business, rights.ANSWER, on=local_day(at))
    part = powers.city_of(by, finding.project)
    return part is not None and part.body_id == finding.city_id


def _require_voice(finding: Finding, by: Actor, *, at: datetime) -> None:
    if not may_answer(finding, by, at=at):
        raise NotAllowed(_("Only somebody who answers complaints for this business can do that."))


def _known_word(finding: Finding, client_key: UUID) -> BusinessWord | None:
    found: BusinessWord | None = BusinessWord.objects.filter(client_key=client_key).first()
    if found is not None and found.finding_id != finding.pk:
        raise NotAllowed(_("This form belongs to another finding."))
    return found


VERBS = {"cured": "find cured", "partly": "find partly", "uncured": "find uncured"}


def recheck(
    finding: Finding,
    *,
    result: str,
    words: str = "",
    photos: Sequence[Stored] = (),
    client_key: UUID,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Recheck:
    """Write down what was seen the second time; the same key again gives what is stored already.

    Partly cured: its time runs once more. Not cured: what follows has to be decided.
    Raises Moved, NotAllowed, Unfit.
    """
    if result not in RESULTS:
        raise Unfit("result", _("Please choose one."))
    said = storable(words).strip()
    if result != "cured" and not said:
        raise Unfit("words", _("Please write what is still not in order."))
    require_own(by, [finding])
    with transaction.atomic():
        lock(finding.project_id)
        if known := _known_recheck(finding, client_key):
            return known
        with moving(finding.project, "follow up", noted="finding rechecked", by=by, at=at) as move:
            row = as_it_is(finding, seen)
            made = Recheck(finding=row, client_key=client_key, result=result, words=said, at=at, by=by.key)
            move.rows.append(made)
            for stored in {one.sha256: one for one in photos}.values():
                taken = Taken(stored, uuid5(client_key, stored.sha256), about=made.seal_key, taken_at=at)
                move.rows.append(photo_of(move.row, taken, by=by, at=at))
            step(row, VERBS[result], at=at)
            if result == "partly":
                begin_cure(row, at=at, until=_promised_day(row, at=at))
            elif result == "uncured":
                stop(row, "find uncured", at=at)
                row.save(update_fields=["clock"])
            move.facts |= {"finding": str(row.pk), "item": row.item, "result": result}
            move.facts |= {"promises": _settle_promises(row, at=at)}
    return made


def propose_exposure(
    finding: Finding,
    content: Content,
    *,
    ground: str,
    shown_name: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Hand it to the procedure of exposures: a draft there, which the business answers before anybody reviews it.

    Raises Moved, NotAllowed, Unfit.
    """
    city = require_own(by, [finding])
    with moving(finding.project, "follow up", noted="exposure proposed", by=by, at=at) as move:
        row = as_it_is(finding, seen)
        step(row, "expose", at=at)
        row.exposure = exposing_verbs.propose(
            row.business,
            content,
            ground=ground,
            shown_name=shown_name,
            publisher=city,
            by=by,
            at=at,
        )
        row.save(update_fields=["exposure"])
        move.facts |= {"finding": str(row.pk), "item": row.item}
    return row


def _known_recheck(finding: Finding, client_key: UUID) -> Recheck | None:
    found: Recheck | None = Recheck.objects.filter(client_key=client_key).first()
    if found is not None and found.finding_id != finding.pk:
        raise NotAllowed(_("This form belongs to another finding."))
    return found


def _promised_day(finding: Finding, *, at: datetime) -> date | None:
    """The last day of a promise that still lies ahead; None: there is none."""
    days = finding.measures.filter(kind="promise", stage="made", by_on__gte=local_day(at))
    return max((day for day in days.values_list("by_on", flat=True) if day), default=None)


def _settle_promises(finding: Finding, *, at: datetime) -> dict[str, str]:
    """A promise is kept once all it was about is cured, and broken once something was seen not to be after its day.

    Gives those that changed, with their new stage.
    """
    settled = {}
    for promise in finding.measures.filter(kind="promise", stage__in=["made", "broken"]):
        stages = set(promise.findings.values_list("stage", flat=True))
        is_over = promise.by_on is None or promise.by_on < local_day(at)
        verb = "keep" if stages == {"cured"} else "break" if is_over and finding.stage != "cured" else ""
        if verb and MEASURES["promise"].can(verb, promise.stage):
            promise.stage = MEASURES["promise"].after(verb, promise.stage)
            promise.moved_at, promise.version = at, promise.version + 1
            promise.save()
            settled[str(promise.pk)] = promise.stage
    return settled
