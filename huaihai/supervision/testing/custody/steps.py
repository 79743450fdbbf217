"""Handing samples over and taking them over: one by its QR, or many at once from the list."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huaihai.governance.office.asking import asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, local_words
from huaihai.members.models import Account, Post
from huaihai.supervision import powers
from huaihai.supervision.models import CustodyStep, Project, Sample
from huaihai.supervision.testing.custody import actions
from huaihai.supervision.testing.custody.asking import ask_about
from huaihai.supervision.testing.custody.forms import HandOverForm, TakeOverForm
from huaihai.supervision.testing.custody.pages import sample_or_404
from huaihai.supervision.testing.planning.pages import test_or_404

MOST_AT_ONCE = 200  # samples on one page of boxes
MOST_COLLEAGUES = 400


@asking
@readers
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever holds it hands it over."""
    found = sample_or_404(request, code)
    return _hand_over(request, found.project, [found], back=found.get_absolute_url())


@asking
@readers
def hand_over_many(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All or some of what the reader holds."""
    project = test_or_404(request, pk)
    rows = Sample.objects.filter(project=project, holder=actor_of(request).key, pending_to="").in_use()
    return _hand_over(request, project, list(rows[:MOST_AT_ONCE]), back=_list(project))


@asking
@readers
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    """The other side confirms."""
    found = sample_or_404(request, code)
    return _take_over(request, found.project, [found], back=found.get_absolute_url())


@asking
@readers
def take_over_many(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that waits for the reader, or for a laboratory's slip."""
    project = test_or_404(request, pk)
    houses = [f"laboratory:{one.key}" for one in project.laboratories.all()]
    rows = Sample.objects.filter(project=project, pending_to__in=[actor_of(request).key, "carrier", *houses])
    return _take_over(request, project, list(rows.in_use()[:MOST_AT_ONCE]), back=_list(project))


def _hand_over(
    request: HttpRequest, project: Project, offered: Sequence[Sample], *, back: str
) -> HttpResponse:
    form = partial(
        HandOverForm,
        samples=offered,
        people=_colleagues(request, project),
        laboratories=list(project.laboratories.all()),
    )
    return ask_about(
        request,
        project,
        _("Hand over"),
        offered,
        back=back,
        form=form,
        act=lambda made, **said: actions.hand_over(
            made.chosen(), made.receiver(), made.seen(), pictures=made.pictures, **said
        ),
        done=_handed_over,
    )


def _handed_over(made: Sequence[CustodyStep]) -> str:
    said = {"n": len(made)}
    if made and made[0].to_kind == CustodyStep.Taker.CARRIER:
        return (
            ngettext(
                "%(n)d sample is on its way; whoever receives it takes it over here.",
                "%(n)d samples are on their way; whoever receives them takes them over here.",
                len(made),
            )
            % said
        )
    return (
        ngettext(
            "%(n)d sample is handed over; the other side has to confirm it.",
            "%(n)d samples are handed over; the other side has to confirm them.",
            len(made),
        )
        % said
    )


def _take_over(
    request: HttpRequest, project: Project, offered: Sequence[Sample], *, back: str
) -> HttpResponse:
    return ask_about(
        request,
        project,
        _("Take over"),
        offered,
        back=back,
        form=partial(TakeOverForm, samples=offered, laboratories=list(project.laboratories.all())),
        act=lambda made, **said: actions.take_over(
            made.chosen(),
            made.seen(),
            is_stored=made.is_stored,
            laboratory=made.laboratory(),
            slip=next(iter(made.slips), None),
            pictures=made.pictures,
            **said,
        ),
        done=lambda made: (
            ngettext("%(n)d sample is taken over.", "%(n)d samples are taken over.", len(made))
            % {"n": len(made)}
        ),
    )


def _list(project: Project) -> str:
    return reverse("office-test-samples", args=[project.pk])


def _colleagues(request: HttpRequest, project: Project) -> list[tuple[Account, str]]:
    """Everybody else who could hold a sample, with where they work: staff of the bodies that take part."""
    bodies = [part.body_id for part in project.cities.all()] + ([project.lead_id] if project.lead_id else [])
    posts = Post.objects.held_on(clock.today()).filter(
        organisation__in=bodies, role__in=powers.WORKING, account__is_active=True
    )
    rows = posts.select_related("account", "organisation").order_by("organisation__path", "from_on", "pk")
    own = actor_of(request).account_id
    found = {post.account: post.organisation.short_name for post in rows[:MOST_COLLEAGUES]}
    return [(one, local_words.in_script(where)) for one, where in found.items() if one.pk != own]
