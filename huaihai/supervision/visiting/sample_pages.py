"""Drawing the places, dropping some, giving the visits out."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, question
from huaihai.supervision.models import Draw, Project, SampledPlace, VisitAssignment
from huaihai.supervision.visiting import facts, sampling
from huaihai.supervision.visiting.field import visits_or_404

AHEAD = 120  # days


class DropForm(forms.Form):
    """Why a place is visited no more."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=list(sampling.REASONS.items()), widget=forms.RadioSelect
    )
    note = Line(
        label=_("In words"), help_text=_("Only the staff reads this."), required=False, max_length=300
    )


class ShareForm(forms.Form):
    """Who goes, and until when."""

    people = forms.MultipleChoiceField(
        label=pgettext_lazy("visits", "Visitors"), widget=forms.CheckboxSelectMultiple
    )
    due_on = Day(label=_("To be made by"), earliest=0, latest=AHEAD)

    def __init__(self, *args: Any, people: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = list(people.items())  # type: ignore[attr-defined]  # a choice field


@asking
@readers
def draw(request: HttpRequest, project: UUID) -> HttpResponse:
    """Draw the places of all cities."""
    found = visits_or_404(request, project)
    return press(
        request,
        question(found, title=_("Draw the places"), button=_("Draw the places")),
        lambda seen: sampling.draw(found, seen=seen, by=actor_of(request), at=clock.now()),
        done=_("The places are drawn."),
        to=reverse("visit-sample", args=[found.pk]),
    )


@require_safe
@readers
def sample(request: HttpRequest, project: UUID) -> HttpResponse:
    """The places of the sample with their visits; a part of the cities where asked."""
    found, actor = visits_or_404(request, project), actor_of(request)
    own = powers.city_of(actor, found)
    chosen = request.GET.get("city", "")
    held = SampledPlace.objects.filter(draw__project=found)
    held = held.filter(draw__city__key=chosen) if chosen and "\x00" not in chosen else held
    visits = VisitAssignment.objects.filter(ended_at=None).select_related("account").order_by("turn")
    visits = visits.prefetch_related("visits")
    full = held.select_related("draw__city", "place__business", "drop").prefetch_related(
        Prefetch("assignments", visits, to_attr="standing")
    )
    context = {
        "project": found,
        "page": page_of(full.order_by("draw__city__position", "rank"), request.GET.get("page")),
        "cities": [(part.body.key, part.body.short_name) for part in found.cities.select_related("body")],
        "chosen": chosen,
        "own_city": own.body_id if own else None,
        "is_leader": powers.leads(actor, found, on=clock.today()),
        "reasons": sampling.REASONS,
    }
    return render(request, "supervision/visiting/sample.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def draws(request: HttpRequest, project: UUID) -> HttpResponse:
    """Seed, hash and drawn order of every city as a file, so that whoever holds the register can draw again."""
    found = visits_or_404(request, project)
    held = Draw.objects.filter(project=found).select_related("city").order_by("city__position")
    rows_of = [
        {
            "city": one.city.key,
            "seed": one.seed,
            "frame_hash": one.frame_hash,
            "wanted": one.wanted,
            "order": one.order,
        }
        for one in held
    ]
    answer = JsonResponse({"project": found.number, "draws": rows_of})
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-draws.json"'
    return answer


@asking
@readers
def dropping(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A place that cannot be visited."""
    found = visits_or_404(request, project)
    held = get_object_or_404(
        SampledPlace.objects.select_related("draw__project", "draw__city", "place__business"),
        pk=pk,
        draw__project=found,
        drop=None,
    )
    name = held.place.sign or held.place.business.name
    return ask(
        request,
        _to_sample(
            request,
            found,
            held.draw.city,
            title=_("Drop a place"),
            button=_("Drop it, and take the next"),
            lead=_("%(name)s is visited no more. The next place of the drawn order takes its turn.")
            % {"name": name},
        ),
        form=DropForm,
        act=lambda form: sampling.drop_place(held, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=lambda instead: (
            str(_("The next place has taken its turn."))
            if instead
            else str(_("It is dropped. There is no further place in this city."))
        ),
        to=reverse("visit-sample", args=[found.pk]),
    )


@asking
@readers
def sharing(request: HttpRequest, project: UUID, city: str) -> HttpResponse:
    """Give the visits of a city out."""
    found = visits_or_404(request, project)
    part = found.cities.select_related("body").filter(body__region_code=city[:6]).first()
    if part is None:
        raise Http404
    people = {
        str(row.account_id): f"{row.account.shown_name} · {local_words.in_script(row.body.short_name)}"
        for row in facts.visitors(found)
    }
    accounts = {str(row.account_id): row.account for row in facts.visitors(found)}
    return ask(
        request,
        _to_sample(
            request,
            found,
            part.body,
            title=_("Give the visits out"),
            button=_("Give the visits out"),
            lead=_("Every visit that nobody has goes to one of them in turn; nobody visits a place twice."),
        ),
        form=partial(ShareForm, people=people),
        act=lambda form: sampling.share_out(
            found,
            part.body,
            [accounts[key] for key in form.cleaned_data["people"]],
            due_on=form.cleaned_data["due_on"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The visits are given out."),
        to=reverse("visit-sample", args=[found.pk]),
    )


@asking
@readers
def taking_back(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Take a visit back, so that somebody else can go."""
    found = visits_or_404(request, project)
    held = get_object_or_404(
        VisitAssignment.objects.select_related("sampled__draw__project", "sampled__draw__city"),
        pk=pk,
        sampled__draw__project=found,
    )
    asked = _to_sample(
        request,
        found,
        held.sampled.draw.city,
        title=_("Take the visit back"),
        button=_("Take the visit back"),
    )
    return press(
        request,
        asked,
        lambda _seen: sampling.take_back(held, by=actor_of(request), at=clock.now()),
        done=_("It is taken back; give it to somebody else."),
        carries_version=False,
    )


def _to_sample(
    request: HttpRequest, project: Project, city: Organisation, *, title: Any, button: Any, lead: Any = ""
) -> Question:
    actor = actor_of(request)
    own = powers.city_of(actor, project)
    may = powers.leads(actor, project, on=clock.today()) or (own is not None and own.body_id == city.pk)
    return question(
        project,
        title=title,
        button=button,
        lead=lead,
        back=reverse("visit-sample", args=[project.pk]),
        back_label=_("Places of the sample"),
        is_shown=may,
    )
