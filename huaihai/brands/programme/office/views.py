"""Basis and criteria for the staff: which form runs today and why, what is written down, what is on its way."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huaihai.brands import powers, standing
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import comparing, content, shown, states
from huaihai.brands.programme.actions.drafting import BASIS, CRITERIA
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "brand-programme"
MOST = 32_767  # what a version's number can be
VERSIONS = 30  # that a page lists


@require_safe
@readers
def programme(request: HttpRequest) -> HttpResponse:
    """Which form runs today and why; bases and versions, the newest first."""
    today = clock.today()
    page = page_of(Basis.objects.select_related("resolution", "end_proposed_for"), request.GET.get("page"))
    moved, counting = on_their_way(), standing.criteria_on(today)
    versions = CriteriaVersion.objects.select_related("resolution").defer("content").order_by("-number")
    return show(
        request,
        "brands/programme/office/programme.html",
        current=MENU_KEY,
        basis=standing.basis_on(today),
        counting=counting,
        page=page,
        bases=[
            (row, *states.of_basis(row, today), moved.get(str(row.pk)), may_confirm(request, row))
            for row in page.rows
        ],
        versions=[
            (row, *states.of_version(row, counting), moved.get(str(row.pk))) for row in versions[:VERSIONS]
        ],
        no_criteria=CriteriaVersion.objects.count() == 0,
    )


@require_safe
@readers
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version in words, and what can be done with it."""
    found = version_or_404(number)
    read = content.criteria_of(found)
    others = CriteriaVersion.objects.exclude(pk=found.pk).order_by("-number").values_list("number", flat=True)
    return show(
        request,
        "brands/programme/office/version.html",
        current=MENU_KEY,
        version=found,
        state=states.of_version(found, standing.criteria_on(clock.today())),
        motion=on_their_way().get(str(found.pk)),
        others=list(others[:VERSIONS]),
        hearts=shown.hearts(read),
        rules=shown.rules(read),
        admission=shown.admission(read),
        clocks=shown.clocks(read),
        note=content.name_of(read.note),
        months=read.look_back_months,
    )


@require_safe
@readers
def comparison(request: HttpRequest) -> HttpResponse:
    """Two versions beside each other."""
    before, after = (version_or_404(_number(request.GET.get(name, ""))) for name in ("from", "to"))
    return show(
        request,
        "brands/programme/office/comparison.html",
        current=MENU_KEY,
        before=before,
        after=after,
        changes=comparing.changes(before.content, after.content),
    )


def basis_or_404(pk: UUID) -> Basis:
    """A basis that is written down. Raises Http404."""
    return get_object_or_404(Basis.objects.select_related("resolution", "end_proposed_for"), pk=pk)


def may_confirm(request: HttpRequest, basis: Basis) -> bool:
    """Whether the reader may be the second voice about the end that is proposed for this basis."""
    if not basis.end_waits or basis.end_proposed_for is None:
        return False
    try:
        powers.require_second(basis.end_proposed_for, basis.end_proposed_by, actor_of(request), clock.today())
    except NotAllowed:
        return False
    return True


def version_or_404(number: int) -> CriteriaVersion:
    """A version that is fixed. Raises Http404."""
    if number > MOST:
        raise Http404
    return get_object_or_404(CriteriaVersion.objects.select_related("resolution"), number=number)


def on_their_way() -> dict[str, Motion]:
    """Motions that are drafted or open, by the key of the basis or version that they would adopt."""
    found: dict[str, Motion] = {}
    for motion in Motion.objects.filter(stage__in=("draft", *OPEN_MOTIONS)):
        for one in motion.effects:
            if one["kind"] in (BASIS, CRITERIA):
                found[one["facts"].get("basis") or one["facts"]["criteria"]] = motion
    return found


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST)) else MOST + 1
