"""The charter for staff and for everybody: all parts, one part, who answers, what shows it."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import NOT_NOW
from huaihai.governance import standing
from huaihai.governance.charter import facts, verbs
from huaihai.governance.models import CharterOwner, Evidence, Resolution
from huaihai.kit import clock, filestore, guards, local_words
from huaihai.kit.form_fields import Day, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation

NEWEST = 100  # of a list to choose from


class OwnerForm(SeenForm):
    """Which body answers for a part, and from when."""

    organisation = forms.ChoiceField(
        label=gettext_lazy("Which body answers for it?"), widget=forms.RadioSelect
    )
    from_on = Day(label=gettext_lazy("From which day?"), earliest=-3660, latest=366)
    resolution = forms.ChoiceField(
        label=gettext_lazy("By which resolution?"),
        help_text=gettext_lazy("Leave this as it is if the secretariat names the body itself."),
        required=False,
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(body.pk): body for body in bodies}
        self.resolutions = {str(row.pk): row for row in Resolution.objects.all()[:NEWEST]}
        _choose(self, "organisation", [(key, body_words(body)) for key, body in self.bodies.items()])
        _choose(
            self,
            "resolution",
            [("", gettext_lazy("None: the secretariat names it")), *_resolution_choices(self.resolutions)],
        )

    def facts(self) -> dict[str, Any]:
        return {
            "organisation": self.bodies[self.cleaned_data["organisation"]],
            "from_on": self.cleaned_data["from_on"],
            "resolution": self.resolutions.get(self.cleaned_data["resolution"]),
        }


class WithdrawForm(SeenForm):
    """Why evidence is withdrawn."""

    reason = Words(
        label=pgettext_lazy("evidence", "Why is it withdrawn?"),
        help_text=gettext_lazy("Everybody can read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def body_words(body: Organisation) -> str:
    """The short name of a body; the alliance itself is its office."""
    if body.kind == Organisation.Kind.ALLIANCE:
        return str(gettext_lazy("Secretariat (whoever holds it)"))
    return local_words.in_script(body.short_name)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
    field.choices = choices


def _resolution_choices(rows: dict[str, Resolution]) -> list[tuple[str, str]]:
    return [(key, f"{row.number} {local_words.in_script(row.title)}") for key, row in rows.items()]


MENU_KEY = "charter"


@require_safe
@readers
def charter_page(request: HttpRequest) -> HttpResponse:
    """All parts: who answers, how much shows it."""
    counted = Evidence.objects.values_list("key").annotate(n=Count("pk", filter=Q(withdrawn_at=None)))
    numbers = dict(counted.order_by())
    parts = [(one, numbers.get(one.part.key, 0)) for one in facts.all_parts(clock.today())]
    return render(request, "governance/office/charter/all.html", {**frame(request, MENU_KEY), "parts": parts})


@require_safe
@readers
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One part: owners, evidence, and what the reader may do about them."""
    found, actor, today = part_or_404(key), actor_of(request), clock.today()
    page = page_of(facts.with_links(Evidence.objects.filter(key=key)), request.GET.get("page"))
    owners = CharterOwner.objects.filter(key=key).select_related("organisation", "resolution")
    context = {
        **frame(request, MENU_KEY),
        "part": facts.with_live([found], today)[0],
        "owners": [(owner, body_words(owner.organisation)) for owner in owners[:20]],
        "page": page,
        "evidence": [
            (facts.row_of(row), not row.is_withdrawn and verbs.may_withdraw(actor, row, on=today))
            for row in page.rows
        ],
        "may_write": verbs.writes_for(actor, key, on=today) is not None,
    }
    return render(request, "governance/office/charter/part.html", context)


@asking
@readers
def owner(request: HttpRequest, key: str) -> HttpResponse:
    """Naming the body that answers for a part."""
    found, actor, today = part_or_404(key), actor_of(request), clock.today()
    question = Question(
        current=MENU_KEY,
        title=_("%(part)s: who answers for it") % {"part": found.title},
        button=gettext_lazy("Name this body"),
        back=reverse("office-charter-part", args=[key]),
        back_label=found.title,
        is_shown=standing.is_office(actor, on=today),
        seen=lambda _last: verbs.version_of(key),
        now=_named_now,
    )
    return ask(
        request,
        question,
        form=partial(
            OwnerForm,
            bodies=verbs.bodies_to_name(today),
            seen=verbs.version_of(key),
            initial={"from_on": today},
        ),
        act=lambda form: verbs.name_owner(
            key=key, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Written down. It is public at once."),
        to=question.back,
    )


@asking
@readers
def withdrawal(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Withdrawing one piece of evidence."""
    actor = actor_of(request)
    row = get_object_or_404(facts.with_links(Evidence.objects.visible_to(actor)), pk=evidence_id)
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Withdraw this evidence"),
        button=gettext_lazy("Withdraw it"),
        back=reverse("office-charter-part", args=[row.key]),
        back_label=part_or_404(row.key).title,
        lead=row.text,
        tone="late",
        is_shown=verbs.may_withdraw(actor, row, on=clock.today()),
        closed=NOT_NOW if row.is_withdrawn else "",
        now=lambda _row: "",
    )
    return ask(
        request,
        question,
        form=partial(WithdrawForm, seen=row.version),
        act=lambda form: verbs.withdraw_evidence(
            row, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Withdrawn. It stays readable with your reason."),
        to=question.back,
    )


def part_or_404(key: str) -> facts.Part:
    """The part of this alliance with this key."""
    found = facts.part(alliance.load(), key)
    if found is None:
        raise Http404
    return found


def _named_now(last: CharterOwner) -> str:
    return _("Named now: %(body)s.") % {"body": body_words(last.organisation)}


@require_safe
@guards.same_for_all
def nine(request: HttpRequest) -> HttpResponse:
    """All parts, and who does what."""
    ours = alliance.load()
    parts = facts.all_parts(clock.today())
    sources = {(one.part.source, one.part.mark) for one in parts}
    context = {
        "parts": parts,
        "source": sources.pop() if len(sources) == 1 else None,
        "duties": facts.duties(ours),
        "not_ours": facts.not_ours(ours),
    }
    return render(request, "governance/public/charter/nine.html", context)


@require_safe
@guards.same_for_all
def public_part(request: HttpRequest, key: str) -> HttpResponse:
    """One part, with all its evidence and everybody who answered for it."""
    found = facts.part(alliance.load(), key)
    if found is None:
        raise Http404
    rows = facts.with_links(Evidence.objects.filter(key=key))
    page = page_of(rows, request.GET.get("page"))
    owners = CharterOwner.objects.filter(key=key).select_related("organisation", "resolution")
    context = {
        "part": found,
        "page": page,
        "evidence": facts.rows_of(page.rows),
        "owners": [(owner, facts.body_words(owner.organisation)) for owner in owners[:20]],
    }
    return render(request, "governance/public/charter/part.html", context)


@require_safe
@guards.public
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file of evidence that stands: a photo's safe copy, or a PDF to save."""
    row = get_object_or_404(Evidence.objects.standing(), pk=evidence_id, kind=Evidence.Kind.FILE)
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=row.sha256, kind=row.file_kind, name=row.file_name, derivative=row.derivative
    )
