"""What can be done with a year's programme, one page each."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, acts_as_office, ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, spoken
from huaihai.supervision.office.forms import ConfirmForm
from huaihai.supervision.programme import content, criteria
from huaihai.supervision.programme.actions import choosing, opening
from huaihai.supervision.programme.office.asked import question_of, step
from huaihai.supervision.programme.office.forms import CriteriaForm, OpeningForm
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
def set_criteria(request: HttpRequest, year: str) -> HttpResponse:
    """By what topics are scored, and the last days."""
    found = programme_or_404(year)
    days = {"proposals_until": found.proposals_until, "scores_until": found.scores_until}
    return step(
        request,
        found,
        "set criteria",
        _("Criteria and days"),
        lead=_("They are fixed once scoring has begun. The weights make 100 together."),
        button=_("Save"),
        template="supervision/programme/office/criteria.html",
        form=partial(CriteriaForm, held=criteria.of(found.criteria), initial=days),
        act=lambda form, **said: opening.set_criteria(
            found,
            form.criteria(),
            proposals_until=form.cleaned_data["proposals_until"],
            scores_until=form.cleaned_data["scores_until"],
            **said,
        ),
        done=_("Saved."),
    )


@asking
@readers
def begin_scoring(request: HttpRequest, year: str) -> HttpResponse:
    """Criteria are fixed; the cities score."""
    found = programme_or_404(year)
    return step(
        request,
        found,
        "begin scoring",
        _("Begin scoring"),
        lead=_(
            "Criteria and weights are fixed, and no topic comes in any more. Each city scores each topic once."
        ),
        form=ConfirmForm,
        act=lambda _form, **said: opening.begin_scoring(found, **said),
        done=_("The cities can score now."),
    )


@asking
@readers
def end_scoring(request: HttpRequest, year: str) -> HttpResponse:
    """All scores are shown."""
    found = programme_or_404(year)
    return step(
        request,
        found,
        "end scoring",
        _("End scoring"),
        lead=_("All scores are shown to all cities, and cannot be changed any more."),
        form=ConfirmForm,
        act=lambda _form, **said: opening.end_scoring(found, **said),
        done=_("Scoring has ended. Next comes the choice."),
    )


@asking
@readers
def fix(request: HttpRequest, year: str) -> HttpResponse:
    """The list is fixed for the vote; themes under which nothing is done are named."""
    found = programme_or_404(year)
    left_out = content.themes_left_out(content.items_of(found))
    lead = _t("The list gets a fingerprint; a motion adopts exactly this list.")
    if left_out:
        themes = joined(left_out)
        lead = spoken.run_on((lead, _t("Nothing is to be done under: %(themes)s.") % {"themes": themes}))
    return step(
        request,
        found,
        "fix",
        _("Fix the list for the vote"),
        lead=lead,
        form=ConfirmForm,
        act=lambda _form, **said: choosing.fix(found, **said),
        done=_("The list is fixed. Next: the motion."),
    )


@asking
@readers
def take_back(request: HttpRequest, year: str) -> HttpResponse:
    """The list can be changed again."""
    found = programme_or_404(year)
    return step(
        request,
        found,
        "take back",
        _("Take the list back"),
        form=ConfirmForm,
        act=lambda _form, **said: choosing.take_back(found, **said),
        done=_("The list can be changed again."),
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
