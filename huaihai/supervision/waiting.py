"""What of supervision waits for somebody of staff: questions to the city, projects one leads, one's own parts in them,
measures and re-checks of a sweep, what makers object to, the programme of the year.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted, day_of
from huaihai.governance import standing
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Clock
from huaihai.supervision import powers
from huaihai.supervision.models import (
    ClauseFinding,
    Finding,
    HandOver,
    MakerNotice,
    Measure,
    Objection,
    Programme,
    Project,
    ProjectCity,
    ProjectRole,
    Purchase,
    SurveyImport,
    Topic,
    TopicScore,
    Visit,
    VisitAssignment,
)
from huaihai.supervision.programme import powers as programme_powers
from huaihai.supervision.sweeping.life import CHECKABLE
from huaihai.supervision.testing.hearing.life import OPEN_OBJECTIONS

MOST = 20
OPEN = ("draft", "registered", "running", "checking", "released")
KIND = pgettext_lazy("waiting", "Project")

type Projects = QuerySet[Project, Any]


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """Of each kind a source."""
    body = actor.organisation
    if not powers.works(actor) or body is None:
        return
    yield _questions(body)
    yield _visits(actor)
    yield _coding(actor)
    yield _watching(actor)
    if body.city is not None:
        yield _checks(body.city)
        yield _undone(body.city)
        yield _measures(body.city, now)
        yield _clauses(body.city, actor, local_day(now))
    led = _led(actor, now)
    yield _projects(led)
    yield _makers(led)
    yield _objections(led)
    yield _batches(led)
    yield _files(led)
    yield _programme(actor, now)


def _questions(body: Organisation) -> Source:
    """Projects in which the body is asked to take part."""
    rows = ProjectCity.objects.filter(body=body, answer=ProjectCity.Answer.ASKED)
    rows = rows.filter(project__stage__in=("draft", "registered")).select_related("project")
    yield rows
    for row in rows.order_by("project__opened_at")[:MOST]:
        yield _of(
            row.project,
            f"question:{row.pk}",
            reverse("office-project-answer", args=[row.project_id]),
            gettext_lazy("Answer"),
            note=_("your body is asked to take part"),
            on=row.project.starts_on,
        )


def _visits(actor: Actor) -> Source:
    """What one does oneself: visits."""
    visits = VisitAssignment.objects.visible_to(actor).open()
    visits = visits.filter(sampled__draw__project__stage="running").order_by()
    yield visits
    by_project = visits.values("sampled__draw__project", "sampled__draw__project__title")
    for row in by_project.annotate(n=Count("pk"), first=Min("due_on")).order_by("first")[:MOST]:
        yield Waiting(
            key=f"visits:{row['sampled__draw__project']}:{row['first']}",
            kind=pgettext_lazy("waiting", "Visit"),
            title=local_words.in_script(row["sampled__draw__project__title"]),
            note=ngettext("%(n)s place to visit", "%(n)s places to visit", row["n"]) % {"n": row["n"]},
            url=reverse("visit-field"),
            button=gettext_lazy("To the visits"),
            on=row["first"],
            count=row["n"],
        )


def _parts(actor: Actor) -> QuerySet[ProjectRole, Any]:
    rows = ProjectRole.objects.filter(account=actor.account_id, until=None).select_related("project")
    return rows.filter(project__stage__in=("running", "checking"))


def _coding(actor: Actor) -> Source:
    """What one codes."""
    uncoded = Visit.objects.filter(assignment__sampled__draw__project=OuterRef("project"), twin_of=None)
    uncoded = uncoded.exclude(codes__coder=actor.account_id)
    parts = _parts(actor).filter(Exists(uncoded), role="coder")
    yield parts
    for part in parts[:MOST]:
        url, on = reverse("visit-coding", args=[part.project_id]), part.project.ends_on
        yield _of(part.project, "coding", url, gettext_lazy("Go on coding"), note=_("to be coded"), on=on)


def _watching(actor: Actor) -> Source:
    """Purchases that one watches."""
    unseen = Purchase.objects.waiting().filter(project=OuterRef("project")).exclude(by=actor.key)
    parts = _parts(actor).filter(Exists(unseen), role="witness")
    yield parts
    for part in parts[:MOST]:
        url, note = reverse("office-test-purchases", args=[part.project_id]), _("purchases without a witness")
        yield _of(part.project, "witness", url, gettext_lazy("To the purchases"), note=note)


def _findings(city: Organisation) -> QuerySet[Finding, Any]:
    """Of each sweep, also one that is published: findings with which the city does the next step."""
    return Finding.objects.filter(city=city).exclude(project__stage="dropped").order_by()


def _checks(city: Organisation) -> Source:
    rows = _findings(city).filter(stage__in=CHECKABLE, clock__name="recheck")
    yield rows
    checks = rows.values("project", "project__title")
    for row in checks.annotate(n=Count("pk"), first=Min("clock__due_on")).order_by("first")[:MOST]:
        yield _sweep(
            row,
            "rechecks",
            pgettext_lazy("waiting", "Re-check"),
            ngettext("%(n)d re-check is due", "%(n)d re-checks are due", row["n"]),
            "due",
        )


def _undone(city: Organisation) -> Source:
    rows = _findings(city).filter(stage__in=("open", "uncured"))
    yield rows
    undone = rows.values("project", "project__title")
    for row in undone.annotate(n=Count("pk"), first=Min("clock__due_on")).order_by("first")[:MOST]:
        words = ngettext("%(n)d finding without a next step", "%(n)d findings without a next step", row["n"])
        yield _sweep(row, "findings", pgettext_lazy("waiting", "Finding"), words, "living")


def _sweep(row: Mapping[str, Any], what: str, kind: Any, words: str, show: str) -> Waiting:
    return Waiting(
        key=f"project:{row['project']}:{what}:{row['first']}",
        kind=kind,
        title=local_words.in_script(row["project__title"]),
        note=words % {"n": row["n"]},
        url=f"{reverse('sweep-findings', args=[row['project']])}?show={show}",
        button=gettext_lazy("To the findings"),
        on=row["first"],
        count=row["n"],
    )


_TO_DO = {"advice": ("issued",), "talk": ("invited", "missed"), "promise": ("made", "broken")}


def _measures(city: Organisation, now: datetime) -> Source:
    """Advice to be served, talks to be held, promises whose day has come; letters that an authority has."""
    steps = Q()
    for kind, stages in _TO_DO.items():
        steps |= Q(kind=kind, stage__in=stages)
    steps &= ~Q(kind="promise") | Q(by_on__lte=local_day(now))
    rows = Measure.objects.filter(steps | Q(kind="handing", stage="handed"), body=city)
    rows = rows.exclude(project__stage="dropped").select_related("project")
    yield rows
    for row in rows.order_by(F("meets_at").asc(nulls_last=True), "issued_at", "pk")[:MOST]:
        yield Waiting(
            key=f"measure:{row.pk}:{row.stage}",
            kind=row.get_kind_display(),
            title=local_words.in_script(row.project.title),
            note=row.stage_label,
            url=row.office_url,
            button=gettext_lazy("Look at it"),
            on=day_of(row.meets_at) or row.by_on,
            at=row.meets_at,
            whose=Whose.OTHERS if row.kind == "handing" else Whose.MINE,
        )


def _clauses(city: Organisation, actor: Actor, today: date) -> Source:
    """Unfair clauses that somebody else of the city noted; while the shop may answer, it is the shop's turn."""
    rows = ClauseFinding.objects.filter(body=city, stage="noted").exclude(noted_by=actor.key)
    yield rows
    for row in rows.order_by("noted_at")[:MOST]:
        until = None if row.has_answered else row.answer_due_on
        is_heard = until is None or today > until
        yield Waiting(
            key=f"clause:{row.pk}:confirm",
            kind=pgettext_lazy("waiting", "Clause"),
            title=local_words.in_script(row.called),
            note=_("waits for a second person") if is_heard else _("the shop may answer"),
            url=row.office_url,
            button=gettext_lazy("Look at it"),
            on=local_day(row.noted_at) if is_heard else until,
            whose=Whose.MINE if is_heard else Whose.OTHERS,
        )


def _led(actor: Actor, now: datetime) -> Projects:
    """Open projects that the actor leads: as their leader, or, where nobody is named, as staff of the leading body."""
    leaders = ProjectRole.objects.filter(project=OuterRef("pk"), role="leader", until=None)
    own = Q(lead__isnull=False, lead=actor.organisation)
    if standing.is_office(actor, on=local_day(now)):
        own |= Q(lead=None)
    mine = Exists(leaders.filter(account=actor.account_id)) | (own & ~Exists(leaders))
    return Project.objects.filter(mine, stage__in=OPEN)


def _projects(led: Projects) -> Source:
    """Each with its stage: the next step stands on its page. What waits for the cities' signatures waits for others."""
    yield led
    for one in led.order_by("starts_on", "pk")[:MOST]:
        yield _of(
            one,
            one.stage,
            one.office_url,
            gettext_lazy("To the project"),
            note=one.stage_label,
            on={"draft": one.starts_on, "registered": one.starts_on, "running": one.ends_on}.get(one.stage),
            whose=Whose.OTHERS if one.stage == "released" else Whose.MINE,
        )


def _makers(led: Projects) -> Source:
    """Of the projects one leads: makers to be told."""
    told = MakerNotice.objects.filter(project__in=led, stage="draft").order_by()
    yield told
    for row in told.values("project", "project__title").annotate(n=Count("pk"))[:MOST]:
        words = ngettext("%(n)s maker to be told", "%(n)s makers to be told", row["n"]) % {"n": row["n"]}
        yield _counted(row, "notices", words, reverse("office-test-notices", args=[row["project"]]))


def _objections(led: Projects) -> Source:
    """Of the projects one leads: objections to decide."""
    rows = Objection.objects.filter(project__in=led, stage__in=OPEN_OBJECTIONS)
    yield rows
    objections = list(rows.select_related("project")[:MOST])
    clocks = Clock.objects.running().filter(subject__in=[row.record_key for row in objections])
    due = dict(clocks.values_list("subject", "due_on"))
    for objection in objections:
        yield _of(
            objection.project,
            f"objection:{objection.pk}:{objection.stage}",
            reverse("office-test-decision", args=[objection.project_id, objection.pk]),
            gettext_lazy("Decide"),
            note=objection.stage_label,
            on=due.get(objection.record_key),
        )


def _batches(led: Projects) -> Source:
    """Of the projects one leads: batches on their way to laboratories."""
    away = HandOver.objects.filter(project__in=led, receipts=None).select_related("project", "laboratory")
    yield away
    for batch in away.order_by("at")[:MOST]:
        yield _of(
            batch.project,
            f"batch:{batch.pk}",
            batch.project.office_url,
            gettext_lazy("To the project"),
            note=_("%(laboratory)s has not received its samples yet") % {"laboratory": batch.laboratory.name},
            whose=Whose.OTHERS,
        )


def _files(led: Projects) -> Source:
    """Of the projects one leads: files to take in."""
    files = SurveyImport.objects.filter(project__in=led, stage="read").order_by()
    yield files
    for row in files.values("project", "project__title").annotate(n=Count("pk"))[:MOST]:
        words = ngettext("%(n)s file to take in", "%(n)s files to take in", row["n"]) % {"n": row["n"]}
        yield _counted(row, "files", words, reverse("office-survey-imports", args=[row["project"]]))


def _programme(actor: Actor, now: datetime) -> Source:
    """Topics that the own city has not scored; for the office, what the public handed in, and the next step."""
    today, city = local_day(now), programme_powers.city_of(actor, on=local_day(now))
    is_office = standing.does_office_work(actor, on=today)
    programmes = Programme.objects.exclude(stage="adopted")
    yield programmes
    for one in programmes.order_by("year")[:2]:
        topics = Topic.objects.filter(programme=one)
        new, newest = counted(topics.filter(stage="waiting"), "proposed_at") if is_office else (0, "")
        handed_in = ngettext("%(n)s proposal of the public", "%(n)s proposals of the public", new) % {
            "n": new
        }
        is_over = one.scores_until < today
        scored = TopicScore.objects.filter(topic=OuterRef("pk"), body=city)
        left = topics.filter(~Exists(scored), stage="open").count() if city and not is_over else 0
        if one.stage == "collecting" and left:
            words = ngettext("%(n)s topic to score", "%(n)s topics to score", left) % {"n": left}
            note = f"{words} · {handed_in}" if new else words
            url = reverse("office-programme-scores", args=[one.year])
            yield _year(one, f"scores:{newest}", note, url, on=one.scores_until, count=left + new)
        elif new:
            url = reverse("office-programme-suggestions", args=[one.year])
            yield _year(one, f"topics:{newest}", handed_in, url, count=new)
        if is_office and (one.stage in ("choosing", "proposed") or is_over):
            whose = Whose.OTHERS if one.stage == "proposed" else Whose.MINE
            yield _year(one, one.stage, one.stage_label, one.office_url, whose=whose)


def _year(one: Programme, what: str, note: str, url: str, **more: Any) -> Waiting:
    kind, button = pgettext_lazy("waiting", "Programme"), gettext_lazy("To the programme")
    return Waiting(f"programme:{one.year}:{what}", kind, one.title, url, button, note=note, **more)


def _of(project: Project, what: str, url: str, button: Any, **more: Any) -> Waiting:
    title = local_words.in_script(project.title)
    return Waiting(f"project:{project.pk}:{what}", KIND, title, url, button, **more)


def _counted(row: Mapping[str, Any], what: str, words: str, url: str) -> Waiting:
    title = local_words.in_script(row["project__title"])
    key = f"project:{row['project']}:{what}:{row['n']}"
    return Waiting(key, KIND, title, url, gettext_lazy("To the list"), note=words, count=row["n"])
