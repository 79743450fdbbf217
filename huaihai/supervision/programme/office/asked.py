"""What the pages of a year's programme share when they ask."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, acts_as_office, ask
from huaihai.governance.office.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision.models import Programme
from huaihai.supervision.programme.lives import PROGRAMME
from huaihai.supervision.programme.office.views import MENU_KEY


def step(
    request: HttpRequest,
    found: Programme,
    verb: str,
    title: Promise,
    *,
    form: Callable[..., Any],
    act: Callable[..., Any],
    done: Promise,
    lead: Promise | str = "",
    button: Promise | None = None,
    template: str = "question",
) -> HttpResponse:
    """A page of the office: it asks, and does it with the version that was seen. Raises Http404 for others."""
    if not acts_as_office(request):
        raise Http404
    return ask(
        request,
        question_of(found, verb, title, button=button or title, lead=lead, template=template),
        form=partial(form, seen=found.version),
        act=lambda made: act(made, seen=made.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=found.office_url,
    )


def question_of(found: Programme, verb: str, title: Promise, **more: Any) -> Question:
    """What every page about one programme has in common; closed where its stage does not know the verb."""
    can = PROGRAMME.can(verb, found.stage)
    said: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": found.office_url,
        "back_label": found.title,
        "closed": "" if can else _("This step does not exist at this stage."),
        "now": lambda row: row.stage_label,
    }
    return Question(**said | more)
