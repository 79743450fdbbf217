"""Who is to be heard, and telling each its own results, with a clock in working days."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.desk import hearing
from huaihai.desk.lives import NEW, NotPossible
from huaihai.kit import clock
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.law.limits import ANSWER_TEST_RESULT, Limit, Unit
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks
from huaihai.supervision import powers
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import MakerNotice, Objection, Project, Purchase, Telling
from huaihai.supervision.moving import Move, moving
from huaihai.supervision.testing.hearing import facts
from huaihai.supervision.testing.hearing.life import NOTICE
from huaihai.supervision.testing.publishing.building import bought_of

HEARING = ("checking",)


def prepare(project: Project, *, by: Actor, at: datetime) -> list[MakerNotice]:
    """A draft for whoever has none yet; all get the products as they are bought now.

    Who is named by a corrected purchase no more keeps nothing: a draft goes, a link or desk shows nothing of it.
    Raises NotAllowed, NotPossible (not while the results are being checked).
    """
    require_hearing(project, by, at)
    with moving(project, "observe", noted="notices prepared", by=by, at=at) as move:
        wanted = parties(bought_of(move.row).values())
        held = {(row.role, row.name): row for row in move.row.notices.all()}
        _without(row for key, row in held.items() if key not in wanted)
        businesses = _businesses(wanted)
        made = []
        for (role, name), (code, products) in wanted.items():
            row = held.get((role, name))
            if row is None:
                made.append(
                    MakerNotice(
                        project=move.row,
                        role=role,
                        name=name,
                        credit_code=code,
                        business=businesses.get(code),
                        products=products,
                        stage=NOTICE.after("draft", NEW),
                    )
                )
            elif differs(row, code, products):
                row.products, row.credit_code, row.business = products, code, businesses.get(code)
                row.version += 1
                row.save(update_fields=["products", "credit_code", "business", "version"])
        MakerNotice.objects.bulk_create(made)
        move.facts |= {"notices": len(made)}
    return made


def require_hearing(project: Project, by: Actor, at: datetime) -> None:
    """The leading body acts while results are being checked. Raises NotAllowed, NotPossible."""
    powers.require_leader(project, by, at)
    if project.stage not in HEARING:
        raise NotPossible(_("Makers are heard while the results are being checked, not before or after."))


def parties(bought: Iterable[Purchase]) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """(role, name) → (credit code, keys of products). A name with two codes has none: nobody knows whose desk it is."""
    codes: dict[tuple[str, str], set[str]] = {}
    products: dict[tuple[str, str], list[str]] = {}
    for row in bought:
        for role, name, code in (
            (MakerNotice.Role.MAKER.value, row.maker, row.maker_code),
            (MakerNotice.Role.SELLER.value, row.shop, ""),
        ):
            codes.setdefault((role, name), set()).update({code} - {""})
            products.setdefault((role, name), []).append(row.product)
    return {
        key: (next(iter(codes[key])) if len(codes[key]) == 1 else "", own) for key, own in products.items()
    }


def differs(row: MakerNotice, code: str, products: list[str]) -> bool:
    """Whether the purchases say something else now than this notice."""
    return (row.credit_code, sorted(row.products)) != (code, sorted(products))


def _without(rows: Iterable[MakerNotice]) -> None:
    """These are no makers or sellers of anything that was bought."""
    for row in rows:
        if row.told_at is None:
            row.delete()
        elif row.products:
            row.products, row.credit_code, row.business, row.link_until = [], "", None, row.told_at
            row.version += 1
            row.save(update_fields=["products", "credit_code", "business", "link_until", "version"])


def _businesses(wanted: dict[tuple[str, str], tuple[str, list[str]]]) -> dict[str, Business]:
    codes = {code for code, _products in wanted.values() if code}
    rows = Business.objects.standing().filter(credit_code__in=codes)
    return {row.credit_code or "": row for row in rows}


REPLY, DECIDE = "reply", "decide"  # the names of the times
KEY, OBJECTION_KEY = "test-notice:", "test-objection:"  # how the keys of their rows begin
LINK_LEFT = timedelta(days=60)  # how long the link shows the results after the last day
PROGRAM = Actor.system("fall-due")


def tell(notices: Sequence[MakerNotice], *, by: Actor, at: datetime) -> list[MakerNotice]:
    """Each of these (of one project) is told its results as they are now, and may answer until its clock ends.

    Who knows them as they are is passed over. Raises NotAllowed, NotPossible (results cannot be computed yet).
    """
    if not notices:
        raise NotPossible(_("There is nobody to be told."))
    project = notices[0].project
    require_hearing(project, by, at)
    told = []
    with moving(project, "observe", noted="makers told", by=by, at=at) as move:
        results = facts.all_results(move.row)
        rows = MakerNotice.objects.select_for_update().filter(pk__in=[one.pk for one in notices])
        for row in rows:
            own = facts.results_of(results, row.products)
            if row.products and own_hash(own) != row.told_hash:
                _tell(move, row, own, by=by, at=at)
                told.append(row)
        if not told:
            raise NotPossible(_("They know their results as they are now."))
        move.facts |= {"told": len(told)}
    return told


def time_over(notice: MakerNotice, *, at: datetime) -> None:
    """The last day is over: who said nothing counts as having no objection. By the program."""
    if notice.stage != "told" or notice.project.stage == "dropped":
        hearing.end(notice, by="time over", at=at)
        return
    with moving(notice.project, "observe", noted="maker silent", by=PROGRAM, at=at) as move:
        row = MakerNotice.objects.select_for_update().get(pk=notice.pk)
        row.stage = NOTICE.after("fall silent", row.stage)
        row.version += 1
        row.save(update_fields=["stage", "version"])
        hearing.end(row, by="fall silent", at=at)
        move.facts |= {"notice": str(row.pk)}


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai record fall-due`: notices whose time to answer is over; in a dropped test nothing is waited for."""
    keys = hearing.overdue(REPLY, KEY, local_day(at))
    rows = MakerNotice.objects.filter(pk__in=keys).select_related("project").order_by("project", "pk")
    for _project, own in groupby(rows, key=lambda row: row.project_id):
        yield partial(
            _all_over, list(own), at=at
        )  # one act: a large test has more notices than the brake lets through
    yield from _of_dropped(at)


def _all_over(notices: Sequence[MakerNotice], *, at: datetime) -> None:
    for one in notices:
        time_over(one, at=at)


def changed_since(notice: MakerNotice, results: Mapping[str, dict[str, Any]]) -> bool:
    """Whether its results are others now than those it was told; never, if nothing of it was bought after all."""
    return bool(notice.products) and own_hash(facts.results_of(results, notice.products)) != notice.told_hash


def own_hash(own: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of the results that a notice tells."""
    return digest(list(own))


def limit_of(project: Project, at: datetime) -> Limit:
    """How long a maker has: what the registered plan says, else the leading body's own limit."""
    body = project.lead or directory.root()
    limit = limit_for(body, ANSWER_TEST_RESULT, local_day(at))
    registered = project.registered
    days = registered.plan.get("clocks", {}).get("reply_working_days") if registered is not None else None
    if registered is None or not isinstance(days, int) or days < 1:
        return limit
    with translation.override(settings.LANGUAGE_CODE):
        source = _("registered plan of the test %(number)s") % {"number": project.number}
    return limit.as_adopted(days, Unit.WORKING_DAYS, source=source, since=local_day(registered.at))


def _tell(move: Move, row: MakerNotice, own: list[dict[str, Any]], *, by: Actor, at: datetime) -> None:
    waits = not _only_by_decisions(row, own)
    row.told_hash, row.told_at = own_hash(own), at
    row.link_issue += 1
    row.version += 1
    move.rows.append(Telling(project=move.row, notice=row, results=own, at=at, by=by.key))
    if waits:
        row.stage = NOTICE.after("tell", row.stage)
        hearing.end(row, by="tell", at=at)
        owner = move.row.lead or directory.root()
        last = hearing.start(row, REPLY, limit_of(move.row, at), owner=owner, at=at)
    else:  # a clock that runs goes on as it was
        running = clocks.running(row.record_key).get(REPLY)
        last = running.due_on if running is not None else local_day(at)
    row.link_until = clock.local_moment(last) + LINK_LEFT
    row.save()


def _of_dropped(at: datetime) -> Iterator[Callable[[], None]]:
    """The clocks of objections that nobody decides any more."""
    keys = hearing.overdue(DECIDE, OBJECTION_KEY, local_day(at))
    for row in Objection.objects.filter(pk__in=keys, project__stage="dropped"):
        yield partial(hearing.end, row, by="test dropped", at=at)


def _only_by_decisions(row: MakerNotice, own: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that is new to it since it was told was decided on an objection meanwhile: taken out, or measured
    a second time. Then nobody waits anew.
    """
    last = row.tellings.order_by("-at", "-pk").first()
    if last is None:
        return False
    before = {one["product"]: one for one in last.results}
    now = {one["product"]: one for one in own}
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    decided = Objection.objects.filter(project=row.project_id, decided_at__gte=last.at)
    if not changed <= set(decided.values_list("product", flat=True)):
        return False
    return all(_follows(before.get(key, {}), now.get(key, {})) for key in changed)


def _follows(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a product is out, or differs in what was measured a second time alone."""
    if "taken_out" in now:
        return True
    earlier = {one["item"]: one for one in before.get("items", ())}
    return all(
        one["round"] == "retest" for one in now.get("items", ()) if one != earlier.get(one["item"])
    ) and all(before.get(name) == now.get(name) for name in facts.GOODS)


def tell_everybody(project: Project, *, by: Actor, at: datetime) -> list[MakerNotice]:
    """Whoever did not know the results as they are now. Nothing of it is done if one part cannot be.

    Raises NotAllowed, NotPossible (with all that hinders the end of collecting; results cannot be computed).
    """
    with transaction.atomic():
        if project.stage == "running":
            supervision_verbs.finish(project, by=by, at=at)
        prepare(project, by=by, at=at)
        rows = list(project.notices.select_related("project"))
        results = facts.all_results(project)
        untold = [row for row in rows if changed_since(row, results)]
        return tell(untold, by=by, at=at) if untold else []
