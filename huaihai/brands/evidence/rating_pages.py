"""Rating: for the consumer of a case that ended, and for whoever holds a slip; and the look at their words."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands.evidence import ratings
from huaihai.brands.evidence.ratings import HEARTS, LONGEST, BuyerWords
from huaihai.brands.models import Entry, Rating
from huaihai.brands.office import shell
from huaihai.brands.office.shell import MENU_KEY
from huaihai.cases.consumer.tracking.facts import CaseDoor
from huaihai.cases.models import Case
from huaihai.desk.asking import Question, ask, asking, outside, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

STARS = (
    ("5", gettext_lazy("5 – very good")),
    ("4", gettext_lazy("4 – good")),
    ("3", gettext_lazy("3 – so-so")),
    ("2", gettext_lazy("2 – poor")),
    ("1", gettext_lazy("1 – bad")),
)
NEEDED = {"required": gettext_lazy("Please choose one to five.")}
TOO_MANY, GONE = 429, 410
# Codes tried from one network, good ones too, or guessing would go on. Buyers in one shop share a network, and each
# asks two or three times; a code has 59 bits.
TRIES = Brake("brand-slip", most=150, seconds=3600)


class RatingForm(forms.Form):
    """What the buyer says."""

    overall = forms.ChoiceField(
        label=gettext_lazy("How was it on the whole?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    safe = forms.ChoiceField(
        label=gettext_lazy("Could you buy without worry: genuine, safe, as promised?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    ease = forms.ChoiceField(
        label=gettext_lazy("Was it easy: quick answers, returns without trouble?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    care = forms.ChoiceField(
        label=gettext_lazy("Were people cared for: the elderly, children, guests from elsewhere?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    words = Line(
        label=gettext_lazy("A few words for others (if you like)"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy(
            "Without names and telephone numbers. Somebody looks at them before others can read them."
        ),
    )

    def __init__(self, *args: Any, entries: Sequence[Entry] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = {str(one.pk): one for one in entries}
        if len(self.entries) > 1:
            self.fields["entry"] = forms.ChoiceField(
                label=gettext_lazy("What did you buy?"),
                choices=[(key, one.name) for key, one in self.entries.items()],
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Please answer this.")},
            )
            self.order_fields(["entry", *HEARTS, "words"])

    @property
    def entry(self) -> Entry:
        """What is rated after a case."""
        chosen = self.cleaned_data.get("entry")
        return self.entries[chosen] if chosen else next(iter(self.entries.values()))

    def said(self) -> BuyerWords:
        """The rating."""
        said = self.cleaned_data
        return BuyerWords({name: int(said[name]) for name in HEARTS}, said["words"])


class SlipForm(forms.Form):
    """The code of a slip, typed."""

    code = Line(label=gettext_lazy("Code on your slip"), max_length=40)


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """For `reactions.CASE_DOORS`: the way to a rating, once, when the case is over."""
    if not ratings.is_open_to_rating(case, today=today) or ratings.has_rated(case):
        return []
    found = ratings.entries_of(case)
    if not found:
        return []
    text = _(
        "%(name)s stands in the alliance's directory. Only people like you, whose purchase is known, can rate it; your "
        "name and this case are not kept with it."
    )
    url = reverse("my-brand-rating", args=[case.pk])
    return [CaseDoor(_("Rate what you bought"), text % {"name": found[0].name}, url)]


@asking
@guards.consumer
def after_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The consumer of a case that ended rates what it was about."""
    actor = actor_of(request)
    if case_id not in actor.case_ids:
        raise Http404
    own = Case.objects.visible_to(actor).select_related("business", "agreement")
    case = get_object_or_404(own, pk=case_id)
    entries = ratings.entries_of(case) if ratings.is_open_to_rating(case, today=clock.today()) else []
    if not entries:
        raise Http404
    if ratings.has_rated(case):
        return _stopped(request, _("You have rated already. Thank you!"))
    return _asked(
        request,
        partial(RatingForm, entries=entries),
        lambda form: ratings.rate_after_case(case, form.entry, form.said(), by=actor, at=clock.now()),
        entries[0] if len(entries) == 1 else None,
    )


@asking
@guards.public
def start(request: HttpRequest) -> HttpResponse:
    """Somebody types the code of a slip."""
    form = SlipForm(request.POST) if request.method == "POST" else SlipForm()
    if request.method == "POST" and form.is_valid():
        if not TRIES.lets_through(network_of(request)):
            return _too_many(request)
        try:
            ratings.slip_of(form.cleaned_data["code"], at=clock.now())
        except NotPossible as error:
            form.add_error("code", str(error))
        else:
            return HttpResponseRedirect(
                reverse("brand-rating", args=[ratings.spelled(form.cleaned_data["code"])])
            )
    return render(request, "brands/evidence/rating_start.html", {"form": form})


@asking
@guards.public
def with_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever holds a slip rates once."""
    if not TRIES.lets_through(network_of(request)):
        return _too_many(request)
    try:
        slip = ratings.slip_of(code, at=clock.now())
    except NotPossible as error:
        return _stopped(request, str(error), status=GONE)
    return _asked(
        request,
        RatingForm,
        lambda form: ratings.rate_with_slip(code, form.said(), by=_bare(actor_of(request)), at=clock.now()),
        slip.sheet.entry,
    )


@require_safe
@guards.public
def thanks(request: HttpRequest) -> HttpResponse:
    """The rating has arrived."""
    return _stopped(request, _("Thank you! Your rating counts from tonight on."))


@require_safe
@readers
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What buyers wrote about an entry: first what nobody has looked at."""
    entry = shell.entry_or_404(request, pk)
    rows = (
        Rating.objects.filter(entry=entry).exclude(look=Rating.Look.NONE).order_by("-look", "-rated_on", "pk")
    )
    page = page_of(rows, request.GET.get("page"))
    return show(request, "brands/evidence/words.html", current=MENU_KEY, entry=entry, page=page)


@asking
@readers
def look(request: HttpRequest, pk: UUID, rating_id: UUID) -> HttpResponse:
    """Show these words, or not."""
    entry = shell.entry_or_404(request, pk)
    found = get_object_or_404(Rating.objects.select_related("entry"), pk=rating_id, entry=entry)
    back = reverse("office-brand-words", args=[entry.pk])
    question = Question(
        current=MENU_KEY, title=_("Words of buyers"), button="", back=back, back_label=entry.name
    )
    is_shown = request.POST.get("show") == "yes"
    return press(
        request,
        question,
        lambda _seen: ratings.look(found, is_shown=is_shown, by=actor_of(request), at=clock.now()),
        done=_("They are shown now.") if is_shown else _("They are not shown."),
        carries_version=False,
    )


def _asked(
    request: HttpRequest,
    make: Callable[..., RatingForm],
    act: Callable[[RatingForm], Any],
    entry: Entry | None,
) -> HttpResponse:
    """The form, or what it asks; what was typed stays whatever goes wrong."""
    question = outside("brands/evidence/rating.html", context={"entry": entry})
    return ask(request, question, form=make, act=act, done="", to=reverse("brand-rating-thanks"))


def _bare(actor: Actor) -> Actor:
    """A slip needs no case: a consumer who looks at a case in the same browser is nobody special."""
    return actor if actor.kind in ("business", "officer") else Actor.public()


def _stopped(request: HttpRequest, words: str, *, status: int = 200) -> HttpResponse:
    return render(request, "brands/evidence/rating_stopped.html", {"words": words}, status=status)


def _too_many(request: HttpRequest) -> HttpResponse:
    words = _("Too many codes were tried from this network. Please try again in an hour.")
    return _stopped(request, words, status=TOO_MANY)
