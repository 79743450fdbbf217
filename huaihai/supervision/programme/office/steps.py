"""What can be done with a year's programme, one page each."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, acts_as_office, ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, local_words, spoken
from huaihai.supervision.models import Programme, TopicScore
from huaihai.supervision.office.forms import ConfirmForm
from huaihai.supervision.programme import content, powers
from huaihai.supervision.programme.actions import choosing, opening
from huaihai.supervision.programme.lives import PROGRAMME
from huaihai.supervision.programme.office.forms import OpeningForm, ScoresForm
from huaihai.supervision.programme.office.views import MENU_KEY, programme_or_404
from huaihai.supervision.reporting.sentences import joined


@asking
@readers
def open_year(request: HttpRequest) -> HttpResponse:
    """A new year's programme."""
    question = Question(
        current=MENU_KEY,
        title=_("Open a year's programme"),
        button=_("Open it"),
        back=reverse("office-programmes"),
        back_label=_("Programmes"),
        lead=_("From then on the cities and the public can propose topics."),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(OpeningForm, initial={"year": clock.today().year + 1}),
        act=lambda form: opening.open_programme(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("The programme is open."),
        to=lambda made: made.office_url,
    )


@asking
@readers
def end_scoring(request: HttpRequest, year: str) -> HttpResponse:
    """All scores are shown; the choice begins."""
    found = programme_or_404(year)
    return of_office(
        request,
        question_of(
            found, "end scoring", _("End scoring"), lead=_("No topic and no score comes in any more.")
        ),
        form=partial(ConfirmForm, seen=found.version),
        act=lambda form, **said: opening.end_scoring(found, seen=form.version_seen, **said),
        done=_("Scoring has ended. Next comes the choice."),
        to=found.office_url,
    )


@asking
@readers
def fix(request: HttpRequest, year: str) -> HttpResponse:
    """The list is fixed for the vote; themes under which nothing is done are named."""
    found = programme_or_404(year)
    lead = _t("The list gets a fingerprint; a motion adopts exactly this list.")
    if left_out := content.themes_left_out(content.chosen(found)):
        nothing = _t("Nothing is to be done under: %(themes)s.") % {"themes": joined(left_out)}
        lead = spoken.run_on((lead, nothing))
    return of_office(
        request,
        question_of(found, "fix", _("Fix the list for the vote"), lead=lead),
        form=partial(ConfirmForm, seen=found.version),
        act=lambda form, **said: choosing.fix(found, seen=form.version_seen, **said),
        done=_("The list is fixed. Next: the motion."),
        to=found.office_url,
    )


@asking
@readers
def take_back(request: HttpRequest, year: str) -> HttpResponse:
    """The list can be changed again."""
    found = programme_or_404(year)
    return of_office(
        request,
        question_of(found, "take back", _("Take the list back")),
        form=partial(ConfirmForm, seen=found.version),
        act=lambda form, **said: choosing.take_back(found, seen=form.version_seen, **said),
        done=_("The list can be changed again."),
        to=found.office_url,
    )


@asking
@readers
def motion(request: HttpRequest, year: str) -> HttpResponse:
    """The motion that adopts the list, drafted with its words and its effect."""
    found = programme_or_404(year)
    return press(
        request,
        question_of(found, "adopt", _("Draft the motion")),
        lambda _seen: choosing.draft_motion(found, by=actor_of(request), at=clock.now()),
        done=_("The motion is drafted. Table it when it reads well."),
        to=lambda made: reverse("office-motion", args=[made.pk]),
        carries_version=False,
    )


@asking
@readers
def score(request: HttpRequest, year: str) -> HttpResponse:
    """The reader's city scores all topics on one page, or puts its scores right."""
    found, actor = programme_or_404(year), actor_of(request)
    city = powers.city_of(actor, on=clock.today())
    if city is None:
        raise Http404
    topics = list(found.topics.filter(stage="open"))
    given = dict(TopicScore.objects.filter(topic__in=topics, body=city).values_list("topic", "points"))
    lead = _t("For %(city)s. The other cities see it once scoring has ended. 5 speaks for the topic.")
    name = local_words.in_script(city.short_name)
    return ask(
        request,
        question_of(found, "score", _("Score the topics"), button=_("Save"), lead=lead % {"city": name}),
        form=partial(ScoresForm, topics=topics, given=given),
        act=lambda form: opening.score(found, form.scores(), by=actor, at=clock.now()),
        done=_("The scores are kept."),
        to=found.office_url,
    )


def of_office(request: HttpRequest, question: Question, *, act: Any, **more: Any) -> HttpResponse:
    """A page of the secretariat. Raises Http404 for others."""
    if not acts_as_office(request):
        raise Http404
    return ask(request, question, act=lambda form: act(form, by=actor_of(request), at=clock.now()), **more)


def question_of(found: Programme, verb: str, title: Promise, **more: Any) -> Question:
    """What every page about one programme has in common; closed where its stage does not know the verb."""
    can = bool(verb) and PROGRAMME.can(verb, found.stage)
    said: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": found.office_url,
        "back_label": found.title,
        "closed": "" if can else _("This step does not exist at this stage."),
    }
    return Question(**said | more)
