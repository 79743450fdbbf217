"""The page of a survey for the staff, and its ways in: questions, who is asked, what has come, posters, codes."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import codes
from huaihai.desk.asking import ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, local_words, network
from huaihai.kit.computed import cache
from huaihai.kit.csv_text import csv_file
from huaihai.kit.paging import page_of
from huaihai.record import events
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, may_write, project_or_404, question, shell
from huaihai.supervision.models import Channel, Project, SurveyImport, SurveyLink, SurveyResponse, SurveyTally
from huaihai.supervision.surveying import faults, report, verbs
from huaihai.supervision.surveying import file as surveying_file
from huaihai.supervision.surveying.collecting_forms import LinkForm
from huaihai.supervision.surveying.faults import CHANNEL
from huaihai.supervision.surveying.plan_forms import KINDS
from huaihai.supervision.surveying.questionnaire import CLOSED, MULTIPLE, TEXT, Questionnaire, of_plan
from huaihai.supervision.surveying.verbs import ANSWERABLE, plan_of

survey_or_404 = partial(project_or_404, kind=Project.Kind.SURVEY)


def own_survey_or_404(request: HttpRequest, pk: UUID) -> Project:
    """The same, for those who collect for it: what came in so far is nobody else's. Raises Http404."""
    found = survey_or_404(request, pk)
    if not powers.takes_part(actor_of(request), found, on=clock.today()):
        raise Http404
    return found


MOST_LINKS = 60
SECONDS = 600  # that numbers are kept for the next reader, as long as nothing new has come


def page(request: HttpRequest, project: Project) -> HttpResponse:
    """The project's page."""
    plan = project.plan if may_write(request, project) else plan_of(project)
    questionnaire = of_plan(plan)
    kinds = dict(KINDS)
    context = shell(request, project) | {
        "plan": plan,
        "questions": [
            {"question": one, "kind": kinds[one.kind], "has_groups": one.kind in CLOSED - {MULTIPLE}}
            for one in questionnaire.questions
        ],
        "may_plan": may_write(request, project),
        "may_link": project.stage in ANSWERABLE,
        "collects": project.stage in ("running", "checking"),
        "sample": faults.SAMPLE_WORDS.get((plan.get("sample") or {}).get("kind", ""), ""),
        "links": project.survey_links.all()[:MOST_LINKS],
        "came": _came(project),
        "quotas": _quotas(project, questionnaire),
        "imports": SurveyImport.objects.filter(project=project, stage="read").count(),
    }
    return render(request, "supervision/surveying/office.html", context)


@require_safe
@readers
def so_far(request: HttpRequest, pk: Any) -> HttpResponse:
    """What would come out if the file were made now; for the staff, to see where it stands."""
    project = own_survey_or_404(request, pk)
    plan = plan_of(project)
    last = events.history(project.record_key).values_list("number", flat=True).last()
    held = f"survey-so-far:{project.pk}:{last}"
    built: dict[str, Any] = cache.get_or_set(held, lambda: surveying_file.build(project, plan), SECONDS) or {}
    file = {
        "project": {"title": project.title},
        "plans": [{"plan": plan}],
        **built,
    }
    document = report.report(file)
    context = {"project": project, "document": document, "answers": built["answers"]}
    return show(request, "supervision/surveying/so_far.html", current=MENU_KEY, **context)


@require_safe
@readers
def texts(request: HttpRequest, pk: Any) -> HttpResponse:
    """What people wrote in their own words, masked; it is never published."""
    project = own_survey_or_404(request, pk)
    free = {one.key: one for one in of_plan(plan_of(project)).questions if one.kind == TEXT}
    rows = SurveyResponse.objects.filter(project=project, replaced_by=None).exclude(texts={})
    page_ = page_of(rows.order_by("-at", "-pk"), request.GET.get("page"))
    shown = [
        [(local_words.in_script(free[key].text), words) for key, words in row.texts.items() if key in free]
        for row in page_.rows
    ]
    context: dict[str, Any] = {"project": project, "page": page_, "shown": shown}
    return show(request, "supervision/surveying/texts.html", current=MENU_KEY, **context)


def _came(project: Project) -> list[tuple[str, int]]:
    rows = SurveyResponse.objects.filter(project=project, replaced_by=None).order_by()
    counts = dict(rows.values_list("channel").annotate(count=Count("pk")))
    return [(str(label), counts[key]) for key, label in Channel.choices if key in counts]


def _quotas(project: Project, questionnaire: Questionnaire) -> list[tuple[str, int, int]]:
    held = dict(SurveyTally.objects.filter(project=project).values_list("quota", "held"))
    return [
        (_who(dict(quota.when), questionnaire), held.get(place, 0), quota.most)
        for place, quota in enumerate(questionnaire.quotas)
    ]


def _who(when: Mapping[str, str], questionnaire: Questionnaire) -> str:
    said = []
    for key, value in when.items():
        words = dict(Channel.choices) if key == CHANNEL else questionnaire.by_key[key].words
        said.append(local_words.in_script(str(words.get(value, value))))
    return _(" and ").join(said)


A_SHEET = 24  # personal codes on a page


@asking
@readers
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new way in."""
    project = survey_or_404(request, pk)
    return ask(
        request,
        question(
            project,
            title=gettext_lazy("A new way to answer"),
            button=pgettext_lazy("survey link", "Make it"),
            lead=gettext_lazy(
                "An open link is for everybody; a code at a place tells you where people answered."
            ),
        ),
        form=LinkForm,
        act=lambda form: verbs.open_link(
            project,
            place=form.cleaned_data["place"],
            tokens=form.cleaned_data["tokens"] or 0,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("It is made."),
        to=lambda link: reverse("office-survey-link", args=[project.pk, link.pk]),
    )


@require_safe
@readers
def poster(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """The poster with the QR, to be printed on A4 or A3; or, with personal codes, where they are."""
    project, link = _link_or_404(request, pk, link_id)
    return show(
        request,
        "supervision/surveying/poster.html",
        current=MENU_KEY,
        project=project,
        link=link,
        plan=plan_of(project),
        address=network.whole(request, reverse("survey-start", args=[link.code])),
        used=link.uses.count() if link.tokens else 0,
    )


@require_safe
@readers
def qr(request: HttpRequest, pk: UUID, link_id: UUID, number: int = 0) -> HttpResponse:
    """The QR of the address, or of a personal code: the address and nothing else."""
    _project, link = _link_or_404(request, pk, link_id)
    if number > link.tokens:
        raise Http404
    error, scale = ("m", 4) if number else ("q", 8)
    drawn = codes.qr(_address(request, link, number), error=error, scale=scale)
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
@readers
def sheet(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """A sheet of personal codes to cut up; they are made anew each time, and are always the same."""
    project, link = _link_or_404(request, pk, link_id)
    last = -(-link.tokens // A_SHEET)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), max(1, last))
    first = (number - 1) * A_SHEET + 1
    rows = [
        (one, verbs.token(link.pk, one), _address(request, link, one))
        for one in range(first, min(link.tokens, first + A_SHEET - 1) + 1)
    ]
    context: dict[str, Any] = {"project": project, "link": link, "rows": rows, "number": number, "last": last}
    return show(request, "supervision/surveying/codes.html", current=MENU_KEY, **context)


@require_safe
@readers
def table(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """All personal codes as a table, for a mail merge of one's own."""
    _project, link = _link_or_404(request, pk, link_id)
    lines = (
        (number, verbs.token(link.pk, number), _address(request, link, number))
        for number in range(1, link.tokens + 1)
    )
    return csv_file(
        f"codes-{link.code}.csv",
        (
            pgettext_lazy("survey code", "Number"),
            gettext_lazy("Code"),
            pgettext_lazy("survey code", "Address"),
        ),
        lines,
    )


@asking
@readers
def closing(request: HttpRequest, pk: UUID, link_id: UUID) -> HttpResponse:
    """Nobody begins there any more; a button."""
    project, link = _link_or_404(request, pk, link_id)
    return press(
        request,
        question(project, title=gettext_lazy("Close this way"), button=gettext_lazy("Close this way")),
        lambda _seen: verbs.close_link(link, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("It is closed."),
        carries_version=False,
    )


def _link_or_404(request: HttpRequest, pk: UUID, link_id: UUID) -> tuple[Project, SurveyLink]:
    project = survey_or_404(request, pk)
    return project, get_object_or_404(SurveyLink, project=project, pk=link_id)


def _address(request: HttpRequest, link: SurveyLink, number: int) -> str:
    if not number:
        return network.whole(request, reverse("survey-start", args=[link.code]))
    return network.whole(request, reverse("survey-token", args=[link.code, verbs.token(link.pk, number)]))
