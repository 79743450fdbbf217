"""Who can be had: the search, one entry, entering and changing it, and its name and contact."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.governance.actions.pools import entries, looking, times
from huaihai.governance.actions.pools.keeping import keeps
from huaihai.governance.errors import NotAllowed, NotPossible
from huaihai.governance.models import PoolEntry
from huaihai.governance.models.pools.lives import Kind, State
from huaihai.governance.office.asking import CONFLICT, ask, asking
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.pools import showing, wording
from huaihai.governance.office.pools.forms import entries as forms
from huaihai.governance.office.pools.forms.search import SearchForm
from huaihai.governance.office.pools.steps import question_of
from huaihai.governance.office.pools.views.finding import entry_of, kept_entry, may_ask, own_body
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation

SHOWN_AHEAD = timedelta(days=13)


@readers
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Everybody who can be had, narrowed by kind, field, city, day and words."""
    actor = actor_of(request)
    form = SearchForm(request.GET, cities=list(Organisation.objects.cities()))
    rows = form.found(PoolEntry.objects.visible_to(actor), actor)
    page = page_of(
        rows.select_related("body").prefetch_related("skills", "half_days"), request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": [showing.entry_row(entry) for entry in page.rows],
        "doors": wording.doors("entries"),
        "may_ask": may_ask(request),
        "kinds": wording.kind_choices(),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/entries.html", context)


@readers
@never_cache
@require_safe
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry: what it can do, when it is free, and, for its own body, how it is kept."""
    return _entry_page(request, entry_of(request, entry_id))


@readers
@never_cache
@asking
def contact(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Name and contact, on this one answer; that they were shown is written down."""
    held = entry_of(request, entry_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("office-pool", args=[held.pk]))
    try:
        shown = looking.look(held, by=actor_of(request), at=clock.now())
    except (NotAllowed, NotPossible) as error:
        return _entry_page(request, held, refused=str(error), status=CONFLICT)
    return _entry_page(request, held, shown=shown)


@readers
@asking
def new_entry(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a laboratory or a person."""
    body = own_body(request)
    if kind not in Kind.values:
        raise Http404
    cities = list(Organisation.objects.cities())
    question = question_of(
        title=_("Enter: %(kind)s") % {"kind": Kind(kind).label},
        button=_("Enter"),
        back=reverse("office-pools"),
        back_label=_("Shared pools"),
        lead=_("It is offered by %(body)s.") % {"body": local_words.in_script(body.short_name)},
    )

    return ask(
        request,
        question,
        form=partial(forms.new_form(kind), kind=kind, cities=cities),
        act=lambda form: entries.enrol(
            form.described(), body=body, by=actor_of(request), at=clock.now(), key=form.cleaned_data["key"]
        ),
        done=_("Entered. The other bodies can find it now."),
        to=lambda made: reverse("office-pool", args=[made.pk]),
    )


@readers
@asking
def changed_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Describe an entry anew."""
    held = kept_entry(request, entry_id)
    question = question_of(
        title=_("Change the entry"),
        button=_("Save"),
        back=reverse("office-pool", args=[held.pk]),
        back_label=held.shown_as,
    )
    return ask(
        request,
        question,
        form=partial(
            forms.changed_form(held),
            kind=held.kind,
            cities=list(Organisation.objects.cities()),
            seen=held.version,
            initial=forms.held_values(held),
        ),
        act=lambda form: entries.change(
            held, form.described(), by=actor_of(request), at=clock.now(), seen=form.version_seen
        ),
        done=_("Changed."),
        to=question.back,
    )


def _entry_page(request: HttpRequest, held: PoolEntry, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    is_kept = keeps(actor, held.body)
    free = times.free_half_days(held, from_on=today, until_on=today + SHOWN_AHEAD) if held.is_active else []
    context = {
        "entry": held,
        "is_kept": is_kept,
        "may_ask": may_ask(request) and held.is_active,
        "may_look": held.state != State.WITHDRAWN and looking.may_look(held, actor),
        "facts": showing.entry_facts(held, today=today),
        "state_tone": wording.STATE_TONES[held.state],
        "free": wording.free_words(free),
        "absences": held.absences.filter(until_on__gte=today),
        "conflicts": showing.conflict_rows(held, in_full=is_kept, today=today),
        "doors": wording.doors("entries"),
        **frame(request, "pools"),
        **more,
    }
    return render(request, "governance/office/pools/entry.html", context, status=status)
