"""The pages of re-decisions: own blind files, the sheet, the draw, what anybody reads, and what waits."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.insight.models import RedecisionRound, RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import facts, files, pairs, verbs
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

CHOOSE = {"invalid_choice": gettext_lazy("Please choose one of the answers.")}


class SheetForm(forms.Form):
    """Whether to admit; then either the ground, or remedy and share."""

    admit = forms.ChoiceField(
        label=gettext_lazy("1. Would you admit this complaint?"),
        choices=files.ADMIT,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE, "required": gettext_lazy("Please decide whether it is admitted.")},
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("2. If not: on which ground?"),
        required=False,
        widget=forms.Select,
        error_messages=CHOOSE,
    )
    remedy = forms.ChoiceField(
        label=gettext_lazy("3. If so: which remedy fits best?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    share = forms.ChoiceField(
        label=gettext_lazy("4. If so: how much of the sum asked for would be right?"),
        choices=files.SHARES,
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    why = Words(
        label=gettext_lazy("Why, in a few words"),
        help_text=gettext_lazy(
            "Kept sealed and never published. It helps when the cities talk about the results."
        ),
        max_length=files.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("ground", [("", "—"), *files.ground_choices()])
        self._choose("remedy", files.remedy_choices())
        if not asks_share:
            del self.fields["share"]

    def _choose(self, name: str, choices: files.Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def facts(self) -> dict[str, str]:
        """The answers."""
        return {name: value or "" for name, value in self.cleaned_data.items()}


MENU_KEY = "redecisions"


@require_safe
@readers
def own(request: HttpRequest) -> HttpResponse:
    """The files that I was drawn for, those that wait first; the rounds, for everybody of staff."""
    rows = RedecisionSeat.objects.visible_to(actor_of(request)).select_related("file__round")
    waits = Q(state=RedecisionSeat.State.OPEN, file__round__closed_at=None)
    waits_first = ExpressionWrapper(waits, output_field=BooleanField())
    page = page_of(
        rows.order_by(waits_first.desc(), "-file__round__year", "file__number"), request.GET.get("page")
    )
    return show(
        request,
        "insight/redecisions/own.html",
        current=MENU_KEY,
        page=page,
        rounds=list(_rounds()[:10]),
        may_draw=acts_as_office(request) and not _drawn_this_year(),
    )


@asking
@readers
def seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One blind file and its sheet. Nobody but whoever was drawn can open it."""
    held = _seat_or_404(request, pk)
    question = _question(
        title=_("Blind file %(number)s of %(year)s")
        % {"number": held.file.number, "year": held.file.round.year},
        button=_("Hand in my decision"),
        template="insight/redecisions/sheet.html",
        context={"seat": held, "rows": facts.rows_of(held.file.shown)},
    )
    if held.state != RedecisionSeat.State.OPEN and request.method != "POST":
        mine = RedecisionSheet.objects.filter(seat=held).first()
        rows = facts.decided(mine.decided) if mine is not None else []
        return show(
            request,
            "insight/redecisions/handed_in.html",
            current=MENU_KEY,
            question=question,
            seat=held,
            decided=rows,
        )
    return ask(
        request,
        question,
        form=partial(SheetForm, asks_share=bool(held.file.shown.get("asked_fen"))),
        act=lambda form: verbs.hand_in(held, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("Your decision is in. Thank you."),
        to=question.back,
    )


@asking
@readers
def known(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I know this case."""
    held = _seat_or_404(request, pk)
    return press(
        request,
        _question(_("I know this case")),
        lambda _seen: verbs.know(held, by=actor_of(request), at=clock.now()),
        done=_("Thank you for saying so. Somebody else is drawn."),
        carries_version=False,
    )


@asking
@readers
def draw(request: HttpRequest) -> HttpResponse:
    """The secretariat draws; it picks neither files nor people."""
    return press(
        request,
        _question(_("Draw this year's files")),
        lambda _seen: verbs.draw(by=actor_of(request), at=clock.now()),
        done=_("The files are drawn. Whoever was drawn reads it on the first page of the office."),
        carries_version=False,
    )


@require_safe
@guards.same_for_all
def public(request: HttpRequest) -> HttpResponse:
    """How far like files get like decisions, a year at a time."""
    page = page_of(
        RedecisionRound.objects.filter(closed_at__isnull=False), request.GET.get("page"), per_page=5
    )
    context = {
        "page": page,
        "rows": [(held, facts.of_result(held.result)) for held in page.rows],
        "floor": pairs.FLOOR,
        "files": files.FILES_A_KIND,
    }
    return render(request, "insight/redecisions/public.html", context)


def _rounds() -> QuerySet[RedecisionRound]:
    open_state, done_state = RedecisionSeat.State.OPEN, RedecisionSeat.State.DONE
    return RedecisionRound.objects.annotate(
        owed=Count("files__seats", filter=Q(files__seats__state=open_state)),
        done=Count("files__seats", filter=Q(files__seats__state=done_state)),
    )


def _drawn_this_year() -> bool:
    return RedecisionRound.objects.filter(year=clock.today().year).exists()


def _question(title: str, button: str = "", **more: Any) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=reverse("office-redecisions"),
        back_label=gettext_lazy("My blind files"),
        **more,
    )


def _seat_or_404(request: HttpRequest, pk: UUID) -> RedecisionSeat:
    rows = RedecisionSeat.objects.visible_to(actor_of(request)).select_related("file__round")
    found: RedecisionSeat | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@alone
def for_person(actor: Actor, _now: datetime) -> Source:
    """The blind files that the person was drawn for, in one line. One query."""
    rows = RedecisionSeat.objects.visible_to(actor).waiting().order_by()
    yield rows
    for row in rows.values("file__round", "file__round__due_on").annotate(n=Count("pk")):
        due_on, n = row["file__round__due_on"], row["n"]
        title = ngettext(
            "You were drawn to decide %(n)s blind file", "You were drawn to decide %(n)s blind files", n
        ) % {"n": n}
        yield Waiting(
            key=f"blind-files:{row['file__round']}",
            kind=pgettext_lazy("waiting", "Blind file"),
            title=title,
            url=reverse("office-redecisions"),
            button=pgettext_lazy("re-decision", "To the files"),
            on=due_on,
            count=n,
        )
