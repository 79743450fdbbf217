"""The page of a survey for the staff: questions, who is asked, ways in, what has come, what is flagged."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.kit import local_words
from huaihai.kit.computed import cache
from huaihai.kit.paging import page_of
from huaihai.record import events
from huaihai.supervision.models import Channel, Project, SurveyImport, SurveyResponse, SurveyTally
from huaihai.supervision.office.shell import MENU_KEY, shell
from huaihai.supervision.surveying import publishing, reported, wording
from huaihai.supervision.surveying.actions.answering import plan_of
from huaihai.supervision.surveying.actions.linking import ANSWERABLE
from huaihai.supervision.surveying.faults import CHANNEL
from huaihai.supervision.surveying.plan_forms import KINDS
from huaihai.supervision.surveying.questionnaire import CLOSED, MULTIPLE, TEXT, Questionnaire, of_plan
from huaihai.supervision.surveying.staff import may_plan, own_survey_or_404

MOST_LINKS = 60
SECONDS = 600  # that numbers are kept for the next reader, as long as nothing new has come


def page(request: HttpRequest, project: Project) -> HttpResponse:
    """The project's page."""
    plan = project.plan if may_plan(request, project) else plan_of(project)
    questionnaire = of_plan(plan)
    kinds = dict(KINDS)
    context = shell(request, project) | {
        "plan": plan,
        "questions": [
            {"question": one, "kind": kinds[one.kind], "has_groups": one.kind in CLOSED - {MULTIPLE}}
            for one in questionnaire.questions
        ],
        "may_plan": may_plan(request, project),
        "may_link": project.stage in ANSWERABLE,
        "collects": project.stage in ("running", "checking"),
        "sample": wording.SAMPLES.get((plan.get("sample") or {}).get("kind", ""), ""),
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
    built: dict[str, Any] = cache.get_or_set(held, lambda: publishing.build(project, plan), SECONDS) or {}
    file = {
        "project": {"title": project.title},
        "plans": [{"plan": plan}],
        **built,
    }
    document = reported.report(file)
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
