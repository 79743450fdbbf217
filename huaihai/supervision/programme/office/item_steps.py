"""Choosing topics, changing what is to be done, opening its projects: one page each."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import membership
from huaihai.governance.office.asking import asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import ProgrammeItem
from huaihai.supervision.office.forms import ConfirmForm
from huaihai.supervision.programme import content
from huaihai.supervision.programme.actions import adopting, choosing
from huaihai.supervision.programme.office.asked import question_of, step
from huaihai.supervision.programme.office.forms import ReasonForm, TaskForm
from huaihai.supervision.programme.office.views import topic_or_404


@asking
@readers
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic is done this year: by whom, when, with whom, for how much."""
    topic = topic_or_404(pk)
    found = topic.programme
    initial = {name: getattr(topic, name) for name in ("title", "why", "kind", "theme")}
    return step(
        request,
        found,
        "choose",
        _("Choose and share out"),
        lead=topic.title,
        button=_("Save"),
        template="supervision/programme/office/task.html",
        form=partial(TaskForm, bodies=membership.members_on(clock.today()), initial=initial),
        act=lambda form, **said: choosing.choose(topic, form.task(), **said),
        done=_("The topic is chosen."),
    )


@asking
@readers
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is to be done is changed; after the adoption with a reason."""
    held = _item_or_404(pk)
    found = held.programme
    is_adopted = found.stage == "adopted"
    names = ("title", "why", "kind", "theme", "starts_on", "ends_on")
    initial = {name: getattr(held, name) for name in names}
    initial["lead"] = held.lead.key if held.lead else content.ALLIANCE

    def act(form: TaskForm, **said: Any) -> Any:
        if is_adopted:
            return adopting.change(held, form.task(), reason=form.cleaned_data["reason"], **said)
        return choosing.reshape(held, form.task(), **said)

    return step(
        request,
        found,
        "change" if is_adopted else "choose",
        _("Change what is to be done"),
        lead=_("The programme is adopted: what is changed now stays beside what was voted on.")
        if is_adopted
        else "",
        button=_("Save"),
        template="supervision/programme/office/task.html",
        form=partial(
            TaskForm,
            bodies=membership.members_on(clock.today()),
            held=content.parts_of(held),
            is_adopted=is_adopted,
            initial=initial,
        ),
        act=act,
        done=_("Saved."),
    )


@asking
@readers
def removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not done after all."""
    held = _item_or_404(pk)
    is_adopted = held.programme.stage == "adopted"
    return step(
        request,
        held.programme,
        "change" if is_adopted else "choose",
        pgettext_lazy("programme item", "Drop it") if is_adopted else _("Take it out"),
        lead=held.title,
        form=ReasonForm if is_adopted else ConfirmForm,
        act=lambda form, **said: (
            adopting.drop(held, reason=form.cleaned_data["reason"], **said)
            if is_adopted
            else choosing.put_back(held, **said)
        ),
        done=_("Saved."),
    )


@asking
@readers
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An item becomes a project, by who leads it."""
    held = _item_or_404(pk)
    return press(
        request,
        question_of(held.programme, "open project", _("Open the project")),
        lambda _seen: adopting.open_project(held, by=actor_of(request), at=clock.now()),
        done=_("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
        carries_version=False,
    )


def _item_or_404(pk: UUID) -> ProgrammeItem:
    rows = ProgrammeItem.objects.select_related("programme", "lead", "project")
    return get_object_or_404(rows.prefetch_related("parts__body"), pk=pk)
