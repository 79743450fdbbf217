"""What evidence adds to an entry's pages; lists of authorities for staff, handed in, compared, read in."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.brands import standing
from huaihai.brands.evidence import imports as evidence_imports
from huaihai.brands.evidence import lists, refreshing, scope
from huaihai.brands.evidence.facts import explain
from huaihai.brands.evidence.imports import About
from huaihai.brands.evidence.lists import NotTheList, ReadList, read
from huaihai.brands.evidence.measures import RULE
from huaihai.brands.models import Entry, EvidenceState, HandedInList, ImportRun, Rating, Revisit, SlipSheet
from huaihai.brands.office import shell
from huaihai.brands.office.shell import MENU_KEY
from huaihai.brands.pages import Section
from huaihai.desk.asking import CONFLICT, Question, asking, press, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lives import DeskError, NotAllowed, Unfit
from huaihai.desk.spreadsheets import BIGGEST, CannotRead
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision.powers import works

SHOWN_WORDS, SHOWN_VISITS = 10, 10
OVER = ("removed", "left")  # nothing of it lives on: its evidence is told of a day that is past
TEN_YEARS = 3660  # days
SHOWN = 100  # rows of a preview, and refused ones
MOST_WAITING = 50  # lists that wait to be compared


def public_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: each criterion with its evidence; points only where a title exists and the entry stands. Of one
    that does not stand any more: what was known at last, and the last visit that failed. Four queries at most."""
    snapshot = scope.snapshot_of(entry)
    if snapshot is None:
        return None
    words = Rating.objects.counting().filter(entry=entry, look=Rating.Look.SHOWN)[:SHOWN_WORDS]
    is_over = entry.stage in OVER
    with_points = standing.gives_title(clock.today()) and not is_over
    facts = {"snapshot": snapshot, "told": explain(snapshot, entry, with_points=with_points), "rule": RULE}
    facts |= {"is_over": is_over, "failed": _failed_visit(entry) if is_over else None}
    return Section("brands/evidence/section.html", facts | {"words": list(words)})


def _failed_visit(entry: Entry) -> Revisit | None:
    """The last confirmed visit at which too much was not in order."""
    found: Revisit | None = Revisit.objects.confirmed().filter(entry=entry, is_failed=True).first()
    return found


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: what everybody reads about it."""
    return public_section(request, entry)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the same with when it was gathered, re-visits, slips, and what can be done."""
    state = EvidenceState.objects.filter(entry=entry).select_related("snapshot__criteria").first()
    with_points = standing.gives_title(clock.today())
    actor = actor_of(request)
    visits = Revisit.objects.filter(entry=entry).select_related("confirmation", "body")[:SHOWN_VISITS]
    sheets = SlipSheet.objects.filter(entry=entry, revisit=None, expires_on__gte=clock.today())
    facts: dict[str, Any] = {
        "state": state,
        "told": explain(state.snapshot, entry, with_points=with_points) if state else None,
        "visits": [(one, getattr(one, "confirmation", None)) for one in visits],
        "sheet": sheets.filter(account=actor.account_id).first() if actor.account_id else None,
        "may_work": works(actor) and actor.account_id is not None,
        "words_waiting": Rating.objects.filter(entry=entry).to_look_at().count(),
        "declares": not shell.is_outsider(actor, entry),
    }
    return Section("brands/evidence/office_section.html", facts)


@asking
@readers
def gather_anew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The button: gather this entry's evidence now."""
    entry = shell.entry_or_404(request, pk)
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Evidence"),
        button="",
        back=entry.office_url,
        back_label=entry.name,
    )
    return press(
        request,
        question,
        lambda _seen: _gathered(request, entry),
        done=gettext_lazy("The evidence was gathered anew."),
        carries_version=False,
    )


def _gathered(request: HttpRequest, entry: Entry) -> object:
    actor = actor_of(request)
    if not works(actor):
        raise NotAllowed(str(gettext_lazy("Only staff of a city's association can do that.")))
    return refreshing.refresh(entry, at=clock.now(), by=actor)


class ComparedForm(forms.Form):
    """What is otherwise, where the list does not say what its source says."""

    answer = Line(label=gettext_lazy("If not: what is otherwise?"), max_length=300, required=False)


class ListForm(forms.Form):
    """A file, what it is about, and for which days it is complete."""

    about = forms.ChoiceField(
        label=gettext_lazy("What is it a list of?"), choices=ImportRun.About.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("The list (Excel or CSV)"),
        help_text=gettext_lazy("One row a decision or licence, at most 5,000 rows and 10 MB."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )
    source = Line(
        label=gettext_lazy("Where can anybody read this list?"),
        max_length=300,
        help_text=gettext_lazy("Name and address of the page. Everybody sees it."),
    )
    known_from = Day(earliest=-TEN_YEARS, latest=0, label=gettext_lazy("It is complete from this day"))
    known_until = Day(
        earliest=-TEN_YEARS,
        latest=0,
        label=gettext_lazy("to this day"),
        help_text=gettext_lazy(
            "Only for these days the pages say “no penalty”. For others they say that nothing is known."
        ),
    )
    region_code = forms.ChoiceField(label=gettext_lazy("Of which city?"), required=False)

    def __init__(self, *args: Any, bodies: list[Organisation], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["region_code"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", gettext_lazy("all cities of the alliance")),
            *((body.region_code, body.short_name) for body in bodies),
        ]
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("known_from"), cleaned.get("known_until")
        if first and last and first > last:
            self.add_error("known_until", gettext_lazy("The last day lies before the first."))
        self.told: ReadList | None = None
        if cleaned.get("file") and cleaned.get("about"):
            self._read(cleaned["file"], cleaned["about"])
        return cleaned

    def what_about(self) -> About:
        """What the list is of."""
        said = self.cleaned_data
        return About(said["source"], said["known_from"], said["known_until"], said["region_code"])

    def _read(self, file: Any, about: str) -> None:
        try:
            if file.size > BIGGEST:
                raise CannotRead("big")
            self.told = read(file.read(), about, today=self.today)
        except CannotRead as error:
            self.add_error("file", str(lists.FILES[error.why]))
        except NotTheList as error:
            self.add_error("file", lists.not_the_list(error.missing))


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def imports(request: HttpRequest) -> HttpResponse:
    """What was read in so far; the secretariat hands a new list in."""
    bodies, today = membership.members_on(clock.today()), clock.today()
    may, form = acts_as_office(request), ListForm(bodies=bodies, today=today)
    if request.method == "POST" and may:
        form = ListForm(request.POST, request.FILES, bodies=bodies, today=today)
        if form.is_valid() and form.told is not None:
            evidence_imports.keep(request.session, form.told, form.what_about())
            return HttpResponseRedirect(reverse("office-brand-import-preview"))
    names = {body.region_code: body.short_name for body in bodies}
    page = page_of(ImportRun.objects.all(), request.GET.get("page"))
    return show(
        request,
        "brands/evidence/imports.html",
        current=MENU_KEY,
        page=page,
        rows=[(run, names.get(run.region_code, "")) for run in page.rows],
        form=form if may else None,
        waiting=HandedInList.objects.filter(state="waiting").select_related("handed_for")[:MOST_WAITING],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def preview(request: HttpRequest) -> HttpResponse:
    """What the list says and what would come of it; read in, or dropped."""
    found, back = evidence_imports.held(request.session), reverse("office-brand-imports")
    if found is None or not acts_as_office(request) or "drop" in request.POST:
        evidence_imports.drop(request.session)
        return HttpResponseRedirect(back)
    if request.method == "POST":
        try:
            evidence_imports.hand_in(*found, by=actor_of(request), at=clock.now())
        except DeskError as error:
            return _previewed(request, found, why=str(error), status=CONFLICT)
        evidence_imports.drop(request.session)
        messages.success(request, _("Handed in. Somebody of another city compares it with its source now."))
        return HttpResponseRedirect(back)
    return _previewed(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def compared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A list that was handed in: somebody of another city says whether it says what its source says."""
    rows = HandedInList.objects.filter(state="waiting").select_related("handed_for")
    row = get_object_or_404(rows, pk=pk)
    found, actor, now = evidence_imports.unpacked(row.packed), actor_of(request), clock.now()
    form = ComparedForm(request.POST) if request.method == "POST" else ComparedForm()
    why, status = evidence_imports.why_not(row, actor, now), 200
    said = {"handed": row, "may": not why}
    if request.method == "POST" and form.is_valid():
        try:
            if "refuse" in request.POST:
                evidence_imports.refuse(row, why=form.cleaned_data["answer"], by=actor, at=now)
                messages.success(request, _("It is not read in."))
            else:
                done = evidence_imports.read_in(row, by=actor, at=now)
                count = done.run.rows_new if done.run is not None else 0
                messages.success(request, _("Read in: %(count)s new rows.") % {"count": count})
            return HttpResponseRedirect(reverse("office-brand-imports"))
        except Unfit as error:
            form.add_error("answer", error.message)
        except DeskError as error:
            why, status = str(error), CONFLICT
    return _previewed(request, found, why=why, status=status, form=form, **said)


def _previewed(
    request: HttpRequest, found: tuple[ReadList, About], *, why: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    told, about = found
    result = evidence_imports.sort(told)
    told_rows = [
        *((row, "new") for row in result.new),
        *((row, "corrects") for row, _held in result.corrections),
        *((row, "known") for row in result.known),
    ]
    told_rows.sort(key=lambda one: one[0].line)
    return show(
        request,
        "brands/evidence/import_preview.html",
        current=MENU_KEY,
        status=status,
        why=why,
        told=told,
        about=about,
        result=result,
        rows=told_rows[:SHOWN],
        more=max(len(told_rows) - SHOWN, 0),
        refused=[(one.line, lists.refusal(one)) for one in result.refused[:SHOWN]],
        more_refused=max(len(result.refused) - SHOWN, 0),
        **more,
    )
