"""The library of lessons, one lesson with its question before and after, and what readers learned, counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import List
from huaihai.desk.tables import Cell, Column
from huaihai.education.lessons import texts
from huaihai.education.models import LessonAnswer, Publication, PublicationQuerySet, PublicationVersion
from huaihai.education.models.lessons import RIGHT_AFTER, RIGHT_BEFORE
from huaihai.education.public import facts as public_facts
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of

FEWEST_SHOWN = 20  # readers who answered twice; below that a share says nothing


@dataclass(frozen=True)
class Learned:
    """Of the readers who answered before and after: how many were right each time."""

    readers: int
    right_before: int
    right_after: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough of them to say anything in public."""
        return self.readers >= FEWEST_SHOWN


def keep_answer(
    version: PublicationVersion, *, reader: UUID, moment: str, choice: int, on: date
) -> LessonAnswer:
    """Keep the reader's first choice of this moment ("before" or "after"); a later one changes nothing.

    Raises ValueError for a choice that the question does not have.
    """
    if not 0 <= choice < len(version.lesson.choices):
        raise ValueError("the question has no such choice")
    try:
        with transaction.atomic():
            return LessonAnswer.objects.create(version=version, reader=reader, on=on, **{moment: choice})
    except IntegrityError:
        rows = LessonAnswer.objects.filter(version=version, reader=reader)
        rows.filter(**{f"{moment}__isnull": True}).update(**{moment: choice})
        return rows.get()


def answered(version: PublicationVersion, reader: UUID | None) -> LessonAnswer | None:
    """What this reader has chosen so far."""
    if reader is None:
        return None
    return LessonAnswer.objects.filter(version=version, reader=reader).first()


def learned_from(version: PublicationVersion) -> Learned:
    """The figures of one version, in one query."""
    both = Q(before__isnull=False, after__isnull=False)
    counted = LessonAnswer.objects.filter(both, version=version).aggregate(
        readers=Count("pk"),
        right_before=Count("pk", filter=RIGHT_BEFORE),
        right_after=Count("pk", filter=RIGHT_AFTER),
    )
    return Learned(**counted)


READER = "lesson_reader"  # session key: a random name under which the answers of one reader are kept together
MOMENTS = ("before", "after")
IN_SEASON = 6


@require_safe
@guards.same_for_all
def library(request: HttpRequest) -> HttpResponse:
    """All lessons, or those for one stage of life; on top what this month asks for."""
    stage = request.GET.get("stage", "")
    chosen = stage if stage in texts.LABELS else ""
    rows = _lessons(request)
    if chosen:
        rows = rows.filter(stage_rows__stage=chosen)
    context = {
        "page": page_of(rows, request.GET.get("page")),
        "stages": texts.LABELS.items(),
        "chosen": chosen,
        "now": [] if chosen else _lessons(request).filter(month_rows__month=clock.today().month)[:IN_SEASON],
    }
    return render(request, "education/lessons/library.html", context)


@require_safe
@guards.same_for_all
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """One lesson: the question, the text, the question again."""
    return render(request, "education/lessons/lesson.html", _context(request, _lesson(request, slug)))


@csrf_exempt  # a form of a page that is the same for all; who asked for it elsewhere is a reader without a session
@asking
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
    keep_answer(
        publication.current, reader=_new_reader(request), moment=moment, choice=int(choice), on=clock.today()
    )
    return HttpResponseRedirect(f"{address}#{'text' if moment == 'before' else 'after'}")


def _context(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    version = publication.current
    given = answered(version, _reader(request))
    learned = learned_from(version) if given and given.after is not None else None
    return {
        **public_facts.translated(publication),
        "lesson": version.lesson,
        "stages": [texts.LABELS[stage] for stage in version.lesson.stages if stage in texts.LABELS],
        "given": given,
        "is_right": given is not None and given.after == version.lesson.answer,
        "was_right": given is not None and given.before == version.lesson.answer,
        "right_choice": version.lesson.choices[version.lesson.answer],
        "learned": learned,
    }


def _lessons(request: HttpRequest) -> PublicationQuerySet:
    rows = public_facts.visible(request).filter(kind=Publication.Kind.LESSON, shown__lesson__isnull=False)
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


TWICE = Q(shown__answers__before__isnull=False, shown__answers__after__isnull=False)
RIGHT = F("shown__lesson__answer")

LIST = List[Any](
    _("What lessons do"),
    current="lessons",
    lead=_(
        "Readers who answered the question before and after reading. Names are not kept; shares below 20 readers "
        "stay unpublished."
    ),
    rows=lambda request: (
        Publication.objects.visible_to(actor_of(request))
        .filter(kind=Publication.Kind.LESSON, shown__lesson__isnull=False)
        .annotate(
            read_twice=Count("shown__answers", filter=TWICE),
            right_before=Count("shown__answers", filter=TWICE & Q(shown__answers__before=RIGHT)),
            right_after=Count("shown__answers", filter=TWICE & Q(shown__answers__after=RIGHT)),
        )
        .order_by("-read_twice", "position", "slug")
    ),
    columns=(
        Column(_("Lesson"), lambda row: Cell(row.title, row.get_absolute_url()), sort=("position", "slug")),
        Column(_("Answered twice"), lambda row: row.read_twice, is_number=True, sort=("read_twice",)),
        Column(_("Right before"), lambda row: row.right_before, is_number=True, sort=("right_before",)),
        Column(_("Right after"), lambda row: row.right_after, is_number=True, sort=("right_after",)),
    ),
    empty=_("There are no lessons here yet."),
)
