"""The library of lessons, one lesson with its question before and after, and the year."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.education.lessons import answering, stages
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.public import shown
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

READER = "lesson_reader"  # session key: a random name under which the answers of one reader are kept together
MOMENTS = ("before", "after")
IN_SEASON = 6


@require_safe
@guards.public
def library(request: HttpRequest) -> HttpResponse:
    """All lessons, or those for one stage of life; on top what this month asks for."""
    stage = request.GET.get("stage", "")
    chosen = stage if stage in stages.LABELS else ""
    rows = _lessons(request)
    if chosen:
        rows = rows.filter(stage_rows__stage=chosen)
    context = {
        "page": page_of(rows, request.GET.get("page")),
        "stages": stages.LABELS.items(),
        "chosen": chosen,
        "now": [] if chosen else _lessons(request).filter(month_rows__month=clock.today().month)[:IN_SEASON],
    }
    return render(request, "education/lessons/library.html", context)


@require_safe
@guards.public
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """One lesson: the question, the text, the question again."""
    return render(request, "education/lessons/lesson.html", _context(request, _lesson(request, slug)))


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader chose, before or after reading."""
    publication = _lesson(request, slug)
    address = publication.get_absolute_url()
    if request.method != "POST":
        return HttpResponseRedirect(address)
    moment, choice = request.POST.get("moment", ""), request.POST.get("choice", "")
    count = len(publication.current.lesson.choices)
    if moment not in MOMENTS or choice not in {str(number) for number in range(count)}:
        messages.warning(request, _("Please choose one of the answers."))
        return HttpResponseRedirect(f"{address}#{moment if moment in MOMENTS else 'before'}")
    answering.answer(
        publication.current, reader=_new_reader(request), moment=moment, choice=int(choice), on=clock.today()
    )
    return HttpResponseRedirect(f"{address}#{'text' if moment == 'before' else 'after'}")


def _context(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    version = publication.current
    given = answering.answered(version, _reader(request))
    learned = answering.learned(version) if given and given.after is not None else None
    return {
        **shown.translated(publication),
        "lesson": version.lesson,
        "stages": [stages.LABELS[stage] for stage in version.lesson.stages if stage in stages.LABELS],
        "given": given,
        "is_right": given is not None and given.after == version.lesson.answer,
        "was_right": given is not None and given.before == version.lesson.answer,
        "right_choice": version.lesson.choices[version.lesson.answer],
        "learned": learned,
    }


def _lessons(request: HttpRequest) -> PublicationQuerySet:
    rows = shown.seen(request).filter(kind=Publication.Kind.LESSON, shown__lesson__isnull=False)
    return rows.order_by("position", "slug")


def _lesson(request: HttpRequest, slug: str) -> Publication:
    return get_object_or_404(_lessons(request).select_related("shown__lesson"), slug=slug)


def _reader(request: HttpRequest) -> UUID | None:
    held = request.session.get(READER)
    return UUID(held) if held else None


def _new_reader(request: HttpRequest) -> UUID:
    reader = _reader(request) or uuid4()
    request.session[READER] = str(reader)
    return reader
