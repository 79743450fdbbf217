"""The pages of administrators: whether all is ready, the bodies, the holidays, messages that did not leave."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases.verbs import emptying
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Search
from huaihai.desk.lives import Unfit
from huaihai.desk.tables import Cell, Column
from huaihai.front.operating import readiness
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.kit.guards import staff
from huaihai.law.errors import LawError
from huaihai.members import staffing
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import clock_doubt, clocks, events
from huaihai.record.models import OutboxMessage

administrators = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
READERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
readers = staff(*sorted(READERS))
with_heads = staff(*sorted(READERS), Role.HEAD)  # a head reads what the own city lacks
LARGEST_NOTICE = 20_000  # bytes


@require_safe
@with_heads
def system(request: HttpRequest) -> HttpResponse:
    """What is still missing, the next thing first; for administrators and auditors also whether messages leave."""
    actor, now = actor_of(request), clock.now()
    reads_all = bool(actor.roles & READERS)
    body = actor.organisation
    if body is None or not (reads_all or body.kind == Organisation.Kind.CITY):
        raise Http404
    checks = readiness.checks(now) if reads_all else readiness.of_head(body, now)
    missing = [one for one in checks if not one.is_there]
    first = readiness.next_of(missing)
    steps: dict[str, Any] = {
        "first": first,
        "missing": [one for one in missing if one.url and one is not first],
        "by_others": [one for one in missing if not one.url and one is not first],
        "there": [one for one in checks if one.is_there],
        "count": len(missing),
        "may_act": actor.is_administrator or not reads_all,
    }
    if not reads_all:
        return show(request, "front/operating/system.html", current="system", **steps)
    traffic = readiness.traffic()
    return show(
        request,
        "front/operating/system.html",
        current="system",
        reads_all=True,
        traffic=traffic,
        given_up=any(row.given_up for row in traffic),
        costs=readiness.spent(now),
        emptied=emptying.last(),
        **steps,
    )


@require_POST
@administrators
def send_again(request: HttpRequest) -> HttpResponse:
    """Messages that were given up are tried anew from now on."""
    at = clock.now()
    rows = OutboxMessage.objects.filter(sent_at=None).exclude(gave_up_at=None)
    with transaction.atomic():
        count = rows.update(gave_up_at=None, attempts=0, next_try_at=at)
        if count:
            facts = {"count": count}
            events.write(
                subject="system:outbox", verb="sent again", by=actor_of(request).key, at=at, facts=facts
            )
    messages.success(
        request,
        ngettext("%(n)s message is tried anew.", "%(n)s messages are tried anew.", count) % {"n": count},
    )
    return HttpResponseRedirect(reverse("system"))


class ReasonForm(PlainForm):
    """How somebody knows."""

    reason = Words(label=_lazy("How do you know?"), max_length=400)


@asking
@administrators
def the_clock(request: HttpRequest) -> HttpResponse:
    """What the machine's clock shows, and who says that it is right."""
    at, doubt = clock.now(), clock_doubt.standing()
    if doubt is None:
        return HttpResponseRedirect(reverse("system"))
    question = Question(
        current="system",
        title=_("Is the clock right?"),
        button=_("The clock is right"),
        back=reverse("system"),
        back_label=_("Is everything ready"),
        lead=_(
            "It shows %(now)s, and was last known to be right at %(known)s. Until somebody says that it is right, "
            "nothing falls due: no draft is erased, no time limit ends, nothing is published by itself. If it is "
            "wrong, put the machine's clock right: then all goes on by itself."
        )
        % {"now": clock_doubt.in_digits(at), "known": clock_doubt.in_digits(doubt.known)},
    )
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: clock_doubt.confirm(
            reason=form.cleaned_data["reason"], by=actor_of(request).key, at=at
        ),
        done=lambda _nothing: _("From now on things fall due again."),
        to=reverse("system"),
    )


class NoticeForm(forms.Form):
    """The notice of one year, as the folder of the program holds them."""

    file = forms.FileField(
        label=_lazy("File of the notice"),
        help_text=_lazy("A text file for one year in the form of the files in countries/china/holidays."),
    )


@asking
@administrators
def holidays(request: HttpRequest) -> HttpResponse:
    """Which years are known, and a new notice."""
    years = [notice.year for notice in clocks.calendar().notices]
    question = Question(
        current="system",
        title=_("Holidays"),
        button=_("Load the notice"),
        back=reverse("system"),
        back_label=_("Is everything ready"),
        lead=_(
            "Known from %(first)s to %(last)s. Dates after that are provisional and move once the notice is loaded."
        )
        % {"first": years[0], "last": years[-1]},
    )
    return ask(
        request,
        question,
        form=NoticeForm,
        act=lambda form: _load(request, form.cleaned_data["file"]),
        done=lambda moved: (
            ngettext("Loaded. %(n)s due date has moved.", "Loaded. %(n)s due dates have moved.", moved)
            % {"n": moved}
        ),
        to=reverse("system"),
    )


def _load(request: HttpRequest, file: Any) -> int:
    content = file.read(LARGEST_NOTICE + 1)
    at = clock.now()
    try:
        if len(content) > LARGEST_NOTICE:
            raise Unfit("file", _("This file is too large for a notice of holidays."))
        with transaction.atomic():
            moved = clocks.load_notice(content.decode("utf-8"), at=at)
            events.write(
                subject="system:calendar",
                verb="holidays loaded",
                by=actor_of(request).key,
                at=at,
                facts={"moved": moved},
            )
    except LawError as error:
        raise Unfit("file", local_words.said(error)) from error
    except ValueError as error:
        raise Unfit("file", _("This is no notice of holidays. Is it a text file in UTF-8?")) from error
    return moved


def _bodies(request: HttpRequest) -> QuerySet[Organisation]:
    own = actor_of(request).organisation
    rows = Organisation.objects.within(own).open() if own else Organisation.objects.none()
    today = clock.today()
    is_held = Q(posts__from_on__lte=today, posts__account__is_active=True) & (
        Q(posts__until_on=None) | Q(posts__until_on__gte=today)
    )
    answering = Post.objects.held_on(today).filter(
        organisation=OuterRef("pk"), role__in=staffing.WORKING, account__is_active=True
    )
    return rows.annotate(
        people=Count("posts__account", filter=is_held, distinct=True), is_staffed=Exists(answering)
    ).order_by("path")


BODIES: List[Any] = List(
    _lazy("Bodies"),
    current="system-bodies",
    rows=_bodies,
    columns=(
        Column(
            _lazy("Body"),
            lambda body: Cell(body.short_name, url=reverse("office-directory-body", args=[body.pk])),
            sort=("path",),
        ),
        Column(_lazy("Kind"), lambda body: body.get_kind_display(), sort=("kind",)),
        Column(_lazy("Telephone"), lambda body: body.phone, sort=("phone",)),
        Column(_lazy("People"), lambda body: body.people, is_number=True, sort=("people",)),
    ),
    choices=(
        Choice(
            "which",
            _lazy("Which"),
            {
                "": (_lazy("All"), Q()),
                "empty": (_lazy("Nobody opens complaints"), Q(is_staffed=False)),
                "silent": (_lazy("Without a telephone"), Q(phone="")),
            },
        ),
    ),
    search=Search(lambda rows, words: rows.filter(name__icontains=words), _lazy("Find a body")),
    empty=_lazy("There is no such body."),
    lead=_lazy(
        "Cities and counties come from the alliance's data folder; branches and stations are added on the page of the "
        "body above. Telephone, address and hours are corrected there, too."
    ),
    file="bodies",
    guard=readers,
)
