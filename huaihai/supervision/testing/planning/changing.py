"""A page that changes the plan in work and leads back to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.asking import Question, ask
from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.planning.pages import may_write, plan_url

SAVE, SAVED = _("Save"), _("Saved.")


def change(
    request: HttpRequest,
    project: Project,
    title: Promise | str,
    *,
    form: Callable[..., Any],
    act: Callable[..., Any],
    button: Promise | str = SAVE,
    lead: Promise | str = "",
    template: str = "desk/question.html",
    done: Promise | str = SAVED,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page that changes the plan in work and leads back to it."""
    question = Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=plan_url(project),
        back_label=pgettext_lazy("test", "Plan"),
        lead=lead,
        template=template,
        is_shown=may_write(request, project),
        context=context or {},
    )
    return ask(
        request,
        question,
        form=form,
        act=lambda made: act(made, seen=made.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=plan_url(project),
    )
