"""The pages of alarms for the staff: lists, verdicts, how good the warning is, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import rights
from huaihai.cases.models import Case
from huaihai.cases.models.together import Together
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, Options, by
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.education.models import Publication
from huaihai.insight.alarms import explaining, facts, figures, keys, verbs
from huaihai.insight.alarms.facts import TONES, alarm_or_404, beside
from huaihai.insight.alarms.life import ALARM
from huaihai.insight.models import Alarm, AlarmPlace
from huaihai.kit import clock
from huaihai.kit.local_words import place
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.powers import works

MENU_KEY = "alarms"
MOST = 20
FAMILIES = {
    keys.PAIR: pgettext_lazy("alarm", "trade and nature"),
    keys.CATEGORY: pgettext_lazy("alarm", "trade"),
    keys.BUSINESS: pgettext_lazy("alarm", "business"),
    keys.WORD: pgettext_lazy("alarm", "word in titles"),
    keys.ALL: pgettext_lazy("alarm", "all complaints"),
}
DETECTORS = {
    "series": pgettext_lazy("alarm", "more than before in one series"),
    "scan": pgettext_lazy("alarm", "more than elsewhere at one place and time"),
}
EVERY = pgettext_lazy("filter", "all")
TIMES: Options = {
    "": (EVERY, Q()),
    "on": (pgettext_lazy("alarm", "going on"), Q(ended_on=None)),
    "over": (pgettext_lazy("alarm", "over"), Q(ended_on__isnull=False)),
}


def _cities(request: HttpRequest) -> Options:
    """For those who read all."""
    if not rights.reads_all(actor_of(request)):
        return {}
    return {"": (EVERY, Q())} | {
        city.region_code: (
            place(city.place_name),
            Q(pk__in=AlarmPlace.objects.filter(city=city).values("alarm")),
        )
        for city in Organisation.objects.cities()
    }


def _numbered(row: Alarm) -> str:
    return f"{row.number} · {pgettext('alarm', 'over')}" if row.ended_on else row.number


LIST = List[facts.AlarmWords](
    gettext_lazy("Early warning"),
    current=MENU_KEY,
    lead=gettext_lazy(
        "Every night the complaints of the last year are looked at, in all cities together. An alarm says: more than "
        "expected. What is behind it, you say."
    ),
    rows=lambda request: Alarm.objects.visible_to(actor_of(request)),
    prepared=lambda _request, rows: facts.in_words(rows, keys.load()) if rows else [],
    columns=(
        Column(
            gettext_lazy("Alarm"), lambda one: Cell(one.about, one.row.office_url, lines=[_numbered(one.row)])
        ),
        Column(pgettext_lazy("alarm", "Where"), lambda one: one.where),
        Column(pgettext_lazy("alarm", "Since"), lambda one: one.row.since, sort=("since",)),
        Column(
            pgettext_lazy("alarm", "Received"),
            lambda one: one.row.observed,
            is_number=True,
            sort=("observed",),
        ),
        Column(
            pgettext_lazy("alarm", "Expected"), lambda one: one.expected, is_number=True, sort=("expected",)
        ),
        Column(pgettext_lazy("alarm", "Verdict"), lambda one: Tag(one.row.stage_label, TONES[one.row.stage])),
    ),
    choices=(
        Choice(
            "stage", pgettext_lazy("alarm", "Verdict"), by("stage", ALARM.stages.items(), EVERY), as_menu=True
        ),
        Choice(
            "family",
            pgettext_lazy("alarm", "About"),
            by("key__startswith", FAMILIES.items(), EVERY),
            as_menu=True,
        ),
        Choice("city", gettext_lazy("City"), _cities, as_menu=True),
        Choice("time", pgettext_lazy("alarm", "Time"), TIMES, as_menu=True),
    ),
    links=lambda _request: [
        (gettext_lazy("How often it is right"), reverse("office-alarm-quality")),
        (pgettext_lazy("alarm", "What the public reads"), reverse("early-warning")),
    ],
    empty=gettext_lazy(
        "There is no alarm. What has been counted for less than a year is never judged. After that chance alone raises "
        "about one in two weeks; if there is never one, somebody should look whether the nightly run works."
    ),
    template="insight/alarms/list.html",
)


ALARMS = Desk(
    "office-alarm",
    verbs=(verbs.judge, verbs.open_text, verbs.open_sweep),
    find=alarm_or_404,
    home=lambda alarm: alarm.office_url,
    called=lambda alarm: _("Alarm %(number)s") % {"number": alarm.number},
    life=ALARM,
    may=lambda actor, alarm: verbs.may_act(actor, alarm, at=clock.now()),
    current=MENU_KEY,
    thing="alarm",
)


@require_safe
@readers
def alarm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One alarm: what rises, how much, where, its cases, what the cities say of it, what came of it."""
    found, actor = alarm_or_404(request, pk), actor_of(request)
    known = keys.load()
    page = page_of(facts.listed(found, known, actor).select_related("home", "lead"), request.GET.get("page"))
    verdicts = list(found.verdicts.select_related("body"))
    counts = {verdict.pk for verdict in verbs.standing_verdicts(verdicts)}
    first, *others = facts.in_words([found, *beside(found, actor)], known)
    context: dict[str, Any] = {
        "alarm": found,
        "told": first,
        "why": explaining.why(first),
        "registration": explaining.registration(found),
        "beside": others,
        "tone": TONES[found.stage],
        "detector": DETECTORS.get(found.detector, found.detector),
        "family": FAMILIES.get(found.family, found.family),
        "chart": facts.over_time(found, known),
        "tiles": facts.on_tiles(found, known),
        "page": page,
        "rows": _with_doors(page.rows, actor),
        "verdicts": [(one, one.pk in counts) for one in reversed(verdicts)],
        "verbs": ALARMS.offered(actor, found),
        **_what_came_of_it(found, actor),
    }
    return show(request, "insight/alarms/alarm.html", current=MENU_KEY, **context)


@require_safe
@readers
def quality(request: HttpRequest) -> HttpResponse:
    """What came of the alarms: precision by detector, and the tally against the budget."""
    today = clock.today()
    context: dict[str, Any] = {
        "precision": [(DETECTORS.get(one.detector, one.detector), one) for one in figures.precision(today)],
        "fortnights": figures.by_fortnight(today),
        "budget": figures.budget(),
    }
    return show(request, "insight/alarms/quality.html", current=MENU_KEY, **context)


@dataclass(frozen=True)
class Complaint:
    """One of an alarm's cases: goods and problem; its title and the way in only for who may open its file."""

    case: Case
    about: str
    is_open: bool


def _with_doors(rows: Any, actor: Actor) -> list[Complaint]:
    """Each row, and whether the reader may open its file. One query."""
    ids = [row.pk for row in rows]
    opened = (
        set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    )
    return [Complaint(row, facts.goods_and_problem(row), row.pk in opened) for row in rows]


def _what_came_of_it(found: Alarm, actor: Actor) -> dict[str, Any]:
    """The texts and sweeps; a draft of another body is named without a link."""
    texts = [row.publication for row in found.texts.select_related("publication__publisher")]
    ids = [text.pk for text in texts]
    seen = (
        set(Publication.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )
    return {
        "texts": [(text, text.pk in seen) for text in texts],
        "sweeps": [row.project for row in found.sweeps.select_related("project")],
        "binders": _binders(found, actor),
    }


def _binders(found: Alarm, actor: Actor) -> list[tuple[Together, bool]]:
    """Cases handled together since the alarm, with a case of it among them; and whether the reader may open them."""
    cases = facts.its_cases(found, keys.load())
    rows = Together.objects.filter(opened_at__gte=found.raised_at, cases__case__in=cases).distinct()[:MOST]
    held = list(rows)
    seen = Together.objects.visible_to(actor).filter(pk__in=[one.pk for one in held]) if held else ()
    mine = {one.pk for one in seen}
    return [(one, one.pk in mine) for one in held]


@alone
def for_person(actor: Actor, _now: datetime) -> Source:
    """Alarms that nobody has judged, with complaints of the person's own city. At most six queries."""
    city = verbs.own_body(actor) if works(actor) else None
    if city is None:
        return
    rows = Alarm.objects.visible_to(actor).unjudged().asking(city)
    yield rows
    found = list(rows[:MOST])
    if not found:
        return
    for one in facts.in_words(found, keys.load()):
        yield Waiting(
            key=f"alarm:{one.row.pk}",
            kind=pgettext_lazy("waiting", "Early warning"),
            title=one.about,
            note=one.where,
            url=one.row.office_url,
            button=gettext_lazy("Look at it"),
            is_urgent=True,
        )
