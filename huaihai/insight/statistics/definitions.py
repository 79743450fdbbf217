"""What each number counts, what it does not, since when; and all derived numbers of a release as one file."""

from dataclasses import dataclass

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.insight.models import Release
from huaihai.insight.statistics import facts, frame
from huaihai.insight.statistics.deriving import SCHEMA, all_figures
from huaihai.kit import guards
from huaihai.kit.canonical import canonical


@dataclass(frozen=True)
class Definition:
    """A number in words: what counts, what does not, and how it is worked out or where it is from."""

    key: str
    name: str | Promise
    counts: str | Promise
    leaves_out: str | Promise
    source: str | Promise


FILES = gettext_lazy("The files of this platform, counted each night.")
DEFINITIONS = (
    Definition(
        "received",
        gettext_lazy("Received"),
        gettext_lazy(
            "Every complaint that somebody sent or that an officer wrote down, on the day it came in. It belongs to "
            "the city where the consumer lives, or whose office took it."
        ),
        gettext_lazy(
            "Drafts that were never sent. Questions. Complaints made elsewhere that never reached us."
        ),
        FILES,
    ),
    Definition(
        "confirmed",
        pgettext_lazy("outcome", "confirmed by the consumer"),
        gettext_lazy("The consumer said that what was agreed was done. Only this we call solved."),
        gettext_lazy("An agreement that nobody confirmed. The word of the business alone."),
        FILES,
    ),
    Definition(
        "unknown",
        pgettext_lazy("outcome", "unknown"),
        gettext_lazy("The file was closed, and nobody told us whether what was agreed was done."),
        gettext_lazy("It is never counted as solved and never as not solved. It always stands by itself."),
        FILES,
    ),
    Definition(
        "not_solved",
        pgettext_lazy("outcome", "not solved"),
        gettext_lazy("Mediation ended without agreement, or what was agreed was not done."),
        gettext_lazy("Complaints that were not ours to mediate."),
        FILES,
    ),
    Definition(
        "open",
        pgettext_lazy("outcome", "not finished yet"),
        gettext_lazy("Still being worked on when we looked, 90 days after the quarter or year ended."),
        gettext_lazy("What became of it later. The published number stays as it was."),
        FILES,
    ),
    Definition(
        "withdrawn",
        pgettext_lazy("outcome", "taken back"),
        gettext_lazy("The consumer took the complaint back. We do not always know why."),
        gettext_lazy("Somebody whose problem was solved may also take it back: we do not guess."),
        FILES,
    ),
    Definition(
        "elsewhere",
        pgettext_lazy("outcome", "not ours, passed on or joined"),
        gettext_lazy(
            "It could not be taken up, was passed on to the authority in charge, or was joined to "
            "another file about the same thing."
        ),
        gettext_lazy("Nothing is known here about how the other authority decided."),
        FILES,
    ),
    Definition(
        "bounds",
        gettext_lazy("Solved: at least, at most"),
        gettext_lazy(
            "At least: only the confirmed ones were solved. At most: all unknown ones were solved too. Each in "
            "percent of the complaints that were ours to solve: received, less those taken back and those not ours."
        ),
        gettext_lazy("The truth lies between the two. Where exactly, these numbers do not say."),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
    ),
    Definition(
        "call-back",
        gettext_lazy("Estimate from calling back"),
        gettext_lazy(
            "Each quarter we draw some of the unknown files by lot, call these people and ask. From their answers we "
            "estimate how many of all unknown ones were solved, with the range in which it very "
            "likely lies (19 times out of 20)."
        ),
        gettext_lazy(
            "People whom we could not reach. The estimate takes them to be like those who answered."
        ),
        gettext_lazy("The lists of calls; published as called, reached and solved."),
    ),
    Definition(
        "rate",
        gettext_lazy("For each 100,000 residents"),
        gettext_lazy("Complaints received in the period, for each 100,000 people who live there."),
        gettext_lazy("Visitors, and people who moved after the census. A quarter is not multiplied by four."),
        gettext_lazy(
            "Residents on 1 November 2020: communiqués of the seventh national census. Rounded half up to two digits."
        ),
    ),
    Definition(
        "share",
        gettext_lazy("Share"),
        gettext_lazy("This part of all complaints received in the same period and place, in percent."),
        gettext_lazy(
            "Somebody may ask for several things at once: shares by what people asked for add up to more than 100%."
        ),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
    ),
    Definition(
        "change",
        pgettext_lazy("definition", "Change"),
        gettext_lazy(
            "How many percent more or fewer than in the period before, or than in the same period of the year before."
        ),
        gettext_lazy("Where there were fewer than ten before, no percentage is given: it would say nothing."),
        gettext_lazy("Worked out from the published numbers; rounded half up to one digit."),
    ),
    Definition(
        "withheld",
        pgettext_lazy("definition", "Withheld"),
        gettext_lazy(
            "The number is so small that somebody could recognise a person, or one could work out such a number from "
            "it. So it is not published, and a program checks that nobody can work it out."
        ),
        gettext_lazy(
            "It is in the totals all the same. Zero is not withheld unless it would give another number away."
        ),
        gettext_lazy("The rules of disclosure control, the same for every public number."),
    ),
)


@require_safe
@guards.public
def definitions(request: HttpRequest) -> HttpResponse:
    """All numbers, before and after the first release."""
    title = _("What the numbers mean")
    found = frame.snapshot_asked(request)
    if found is None:
        context = {"title": title, "definitions": DEFINITIONS}
        return render(request, "insight/statistics/definitions.html", context)
    return frame.page(request, "definitions.html", found, title, {"definitions": DEFINITIONS})


KEPT = "papers"  # shared by all processes; the release in the name never changes


@require_safe
@guards.public
def figures(request: HttpRequest) -> HttpResponse:
    """`?release=` names an earlier one. 404 before the first."""
    found = frame.snapshot_asked(request)
    if found is None:
        raise Http404
    answer = HttpResponse(_file(found), content_type="application/json")
    answer["ETag"] = f'"figures-{found.release.file_hash}"'
    answer["Content-Disposition"] = f'inline; filename="huaihai-figures-{found.release.number}.json"'
    return answer


def _file(found: facts.Snapshot) -> bytes:
    name = f"insight-figures-{SCHEMA.replace('/', '-')}-{found.release.pk}-{found.release.file_hash}"
    kept: bytes | None = caches[KEPT].get(name)
    if kept is None:
        kept = file_of(found)
        caches[KEPT].set(name, kept, None)
    return kept


def file_of(found: facts.Snapshot) -> bytes:
    """The file of this release, made anew."""
    release: Release = found.release
    made = all_figures(found.numbers({}), facts.residents())
    return canonical(
        {
            "schema": SCHEMA,
            "release": release.number,
            "file": release.file_hash,
            "figures": [list(figure) for figure in made],
        }
    )
