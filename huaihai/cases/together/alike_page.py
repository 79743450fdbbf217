"""The alike complaints of a case, why each is one, and whom to ask."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life as cases
from huaihai.cases.case_facts import kind_words
from huaihai.cases.desk.alike import Alike
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import TogetherCase
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.cases.together import facts, finding, life, verbs
from huaihai.cases.together.verbs import Added
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import Line, PlainForm


class Ticked(forms.MultipleChoiceField):
    """What went its own way while the page was open is counted, and hinders nobody."""

    def valid_value(self, value: Any) -> bool:
        return isinstance(value, str)


class Found(PlainForm):
    """Which of the alike complaints are asked; the name only of a binder that does not exist yet."""

    title = Line(label=_("Name of the joint handling"), max_length=80)
    cases = Ticked(
        label=_("Whom to ask"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick some rows first.")},
    )

    def __init__(
        self, *args: Any, found: Sequence[Alike], title: str, has_binder: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.found, self.fields["title"].initial = found, title
        if has_binder:
            del self.fields["title"]
        self.fields["cases"].choices = [(str(one.case.pk), "") for one in found]  # type: ignore[attr-defined]
        self.fields["cases"].initial = [str(one.case.pk) for one in found]

    @property
    def rows(self) -> list[tuple[Alike, str, bool]]:
        """Each with its reason in words, and whether it is ticked."""
        ticked = set(self["cases"].value() or ())
        return [(one, _why(one), str(one.case.pk) in ticked) for one in self.found]

    def facts(self) -> dict[str, Any]:
        ticked = set(self.cleaned_data["cases"])
        return {"others": {one.case.pk: one.why for one in self.found if str(one.case.pk) in ticked}}

    @property
    def missed(self) -> int:
        """How many ticked ones are not alike any more."""
        return len(set(self.cleaned_data["cases"]) - {str(one.case.pk) for one in self.found})


@asking
@guards.staff(*CASEWORK)
def alike(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Alike complaints of all cities, why each is one, and a button that asks those ticked."""
    situation, at = situation_of(request, case_id), clock.now()
    case, actor = situation.case, situation.actor
    if cases.BODY not in situation.parties or case.stage not in life.STILL_OPEN or case.business is None:
        raise Http404
    row = facts.living(case)
    found = finding.alike_to(case, actor=actor, at=at)

    def act(form: Found) -> Added:
        if row is not None:
            added = verbs.add(row.together, **form.facts(), by=actor, at=at)
        else:
            title = form.cleaned_data["title"]
            added = verbs.open_binder(case, title=title, **form.facts(), by=actor, at=at)
        return replace(added, missed=added.missed + form.missed)

    return ask(
        request,
        _alike_question(situation, row),
        form=partial(Found, found=found, title=_title(situation), has_binder=row is not None),
        act=act,
        done=_added,
        to=lambda added: reverse("desk-together", args=[added.binder.pk]),
    )


def _alike_question(situation: Situation, row: TogetherCase | None) -> Question:
    case = situation.case
    closed = ""
    if row is not None and not verbs.leads(situation.actor, row.together):
        body = local_words.in_script(row.together.body.short_name)
        closed = gettext("It is handled together with others already; %(body)s leads.") % {"body": body}
    return Question(
        current="",
        title=_("Alike complaints"),
        button=_("Ask the ticked consumers"),
        back=reverse("desk-case", args=[case.pk]),
        back_label=case.title or str(case),
        lead=_(
            "Open complaints of the last six months about this business, from all cities. Each consumer is asked; who "
            "does not answer stays alone. Those that another body has are proposed to it: it asks its own consumers."
        ),
        template="cases/together/alike.html",
        refusal="",
        closed=closed,
        context={"case": case, "binder": row.together if row else None, "most": finding.MOST},
        frame=no_frame,
    )


def _why(one: Alike) -> str:
    return facts.why(TogetherCase(case=one.case, why=one.why))


def _title(situation: Situation) -> str:
    case = situation.case
    return " · ".join(filter(None, (case.business.name if case.business else "", kind_words(case))))[:80]


def _added(added: Added) -> str:
    said = []
    if added.asked:
        said.append(
            ngettext("%(n)s consumer was asked.", "%(n)s consumers were asked.", added.asked)
            % {"n": added.asked}
        )
    if added.proposed:
        words = ngettext(
            "%(n)s case was proposed to its body.",
            "%(n)s cases were proposed to their bodies.",
            added.proposed,
        )
        said.append(words % {"n": added.proposed})
    if added.missed:
        words = ngettext(
            "%(n)s case had gone its own way meanwhile.",
            "%(n)s cases had gone their own way meanwhile.",
            added.missed,
        )
        said.append(words % {"n": added.missed})
    return " ".join(said) or gettext("The binder is open; its consumer was asked.")
