"""What hinders the steps of a comparative test, in sentences: plan, buyers, readings, makers, opinions, safety."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.supervision.grading.shape import GradingError
from huaihai.supervision.models import MakerNotice, Objection, Project, Sample
from huaihai.supervision.testing.buying.buyers import lacking, lacking_buyers
from huaihai.supervision.testing.hearing import facts as hearing_facts
from huaihai.supervision.testing.hearing import notices as hearing_notices
from huaihai.supervision.testing.hearing.life import OPEN_OBJECTIONS
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.planning.checking import problems
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.building import bought_of
from huaihai.supervision.testing.review.verbs import not_handed

type Ask = Callable[[Project, datetime], Sequence[str]]


def start(project: Project, at: datetime) -> Sequence[str]:
    """The plan is whole, and two different people can buy."""
    return [*problems(project.plan), *lacking_buyers(project, at=at)]


def finish(project: Project, at: datetime) -> Sequence[str]:
    """All is bought by two and whole, and measured."""
    return [*lacking(project), *finishing(project)]


def release(project: Project, at: datetime) -> Sequence[str]:
    """Makers were heard, objections decided, nobody sent it back, what is unsafe is with the authority."""
    return releasing(project)


ASKED: Mapping[str, Ask] = {"start": start, "finish": finish, "release": release}


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    """Why `verb` cannot be done yet; empty: it can."""
    ask = ASKED.get(verb)
    return ask(project, at) if ask else ()


def finishing(project: Project) -> list[str]:
    """Readings that are to come still."""
    found = []
    rows = hand_overs(project=project, round="first")
    sent = {code for batch in rows for code in batch.to_be_measured}
    mains = Sample.objects.in_use().main().filter(project=project).values_list("code", flat=True)
    waiting = len(set(mains) - sent)
    if waiting:
        found.append(_("%(n)s samples are at no laboratory yet.") % {"n": waiting})
    told = laboratory_facts.missing(project, round="first")
    if not told.is_whole:
        found.append(_("Of %(of)s readings %(done)s are there.") % {"of": told.of, "done": told.done})
    return found


def releasing(project: Project) -> list[str]:
    """All that has to come first. The same question is asked again inside the release."""
    try:
        results = building.results(project)
    except GradingError:
        return [_("The results cannot be computed yet: readings are missing.")]
    return [
        *_makers(project, results),
        *_objections(project),
        *_opinions(project, results),
        *_safety(project, results),
    ]


def _makers(project: Project, results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    notices = list(project.notices.all())
    bought = bought_of(project)
    wanted = hearing_notices.parties(bought.values())
    heard = {(row.role, key) for row in notices for key in row.products if (row.role, row.name) in wanted}
    for role, words in (
        (MakerNotice.Role.MAKER, _("maker")),
        (MakerNotice.Role.SELLER, _("seller")),
    ):
        missing = [key for key in bought if (role.value, key) not in heard]
        if missing:
            yield _("The %(role)s of %(n)s products has no notice yet.") % {"role": words, "n": len(missing)}
    if any(hearing_notices.differs(row, *wanted.get((row.role, row.name), ("", []))) for row in notices):
        yield _(
            "Purchases were corrected since the notices were written: please tell makers and sellers again."
        )
    if not notices:
        return
    told = hearing_facts.all_results(project, results)
    yield from _waiting(notices, told)


def _waiting(notices: Sequence[MakerNotice], told: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    untold = [row.name for row in notices if hearing_notices.changed_since(row, told)]
    if untold:
        yield _("Not told of the results as they are now: %(names)s.") % {"names": _named(untold)}
    silent = [row.name for row in notices if row.stage == "told" and row.products and row.name not in untold]
    if silent:
        yield _("May still answer: %(names)s.") % {"names": _named(silent)}


def _objections(project: Project) -> Iterator[str]:
    left = Objection.objects.filter(project=project, stage__in=OPEN_OBJECTIONS).count()
    if left:
        yield _("%(n)s objections are not decided.") % {"n": left}


def _opinions(project: Project, results: list[dict[str, Any]]) -> Iterator[str]:
    """Nobody has to say anything; whoever sends these results back holds them until the opinion or they change."""
    now = building.results_hash(results)
    if any(not row.is_fit and row.results_hash == now for row in building.newest_opinions(project)):
        yield _("An opinion has sent it back.")


def _safety(project: Project, results: list[dict[str, Any]]) -> Iterator[str]:
    if left := not_handed(project, results):
        names = _named(list(left.values()))
        yield _("Unsafe and not yet handed to the authority: %(names)s.") % {"names": names}


def _named(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:6])
    return shown if len(names) <= 6 else _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - 6}
