"""The checklist: to read and print, and to write on one page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking
from huaihai.desk.frame import frame, readers
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.facts import MENU_KEY, change_plan, may_write
from huaihai.supervision.sweeping.life import SEVERITIES
from huaihai.supervision.sweeping.pages import address, plan_of, sweep_or_404
from huaihai.supervision.sweeping.plan import MOST_ITEMS, Item, Plan, parse, problems, unresolved, written

MORE: Final = 3  # empty items at the end
PARTS: Final = ("place", "name", "finding", "severity", "basis", "guidance", "photo")
_ROW: Final = re.compile(r"name_(\d{1,2})")


class ChecklistForm(SeenForm):
    """All items, one below the other, and a few empty ones; an item without a name is taken away."""

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        sent = [int(found[1]) + 1 for name in self.data if (found := _ROW.fullmatch(name))]
        self.keys = [item.key for item in plan.items]
        self.number = min(max([len(plan.items) + MORE, *sent]), MOST_ITEMS)
        for n in range(self.number):
            item = plan.items[n] if n < len(plan.items) else None
            initial = {"place": n + 1, "photo": True, "severity": "minor"}
            if item:
                initial |= {
                    name: getattr(item, name) for name in ("name", "finding", "severity", "guidance", "photo")
                }
                initial["basis"] = "\n".join(item.basis)
            self.fields[f"key_{n}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=item.key if item else ""
            )
            for name, field in _fields().items():
                field.initial = initial.get(name)
                self.fields[f"{name}_{n}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each item, by name."""
        return [{name: self[f"{name}_{n}"] for name in PARTS} for n in range(self.number)]

    def clean(self) -> dict[str, Any]:
        """What a named item needs, said beside it."""
        cleaned = super().clean() or {}
        for n in range(self.number):
            if not cleaned.get(f"name_{n}"):
                continue
            for name in ("finding", "severity", "basis"):
                if not cleaned.get(f"{name}_{n}") and f"{name}_{n}" not in self.errors:
                    self.add_error(f"{name}_{n}", _("Please fill this in."))
            lines = cleaned.get(f"basis_{n}", "").splitlines()
            if lost := [cited for line in lines for cited in unresolved(line)]:
                self.add_error(f"basis_{n}", _lost("、".join(lost)))
        return cleaned

    def items(self) -> tuple[Item, ...]:
        """The named items in their order; one that was there keeps its key."""
        named = [self._row(n) for n in range(self.number) if self.cleaned_data[f"name_{n}"]]
        named.sort(key=lambda row: row["place"])
        taken = {row["key"] for row in named}
        free = (key for n in range(1, 2 * MOST_ITEMS) if (key := f"i{n:02}") not in taken)
        return tuple(_item(row, row["key"] or next(free)) for row in named)

    def _row(self, n: int) -> dict[str, Any]:
        row = {name: self.cleaned_data[f"{name}_{n}"] for name in ("key", *PARTS)}
        return {**row, "place": row["place"] or n + 1, "key": row["key"] if row["key"] in self.keys else ""}


@require_safe
@readers
def checklist(request: HttpRequest, project: UUID) -> HttpResponse:
    """Every item with its rule."""
    found = sweep_or_404(request, project)
    is_open = may_write(request, found)
    context = {
        "project": found,
        "plan": parse(found.plan) if is_open else plan_of(found),
        "may_write": is_open,
        "lacks": problems(found.plan) if is_open else [],
    }
    return render(request, "supervision/sweeping/checklist.html", frame(request, MENU_KEY) | context)


@asking
@readers
def writing(request: HttpRequest, project: UUID) -> HttpResponse:
    """All items on one page."""
    found = sweep_or_404(request, project)
    if not may_write(request, found):
        raise Http404
    plan = parse(found.plan)
    return change_plan(
        request,
        found,
        partial(ChecklistForm, plan=plan),
        lambda form: written(replace(plan, items=form.items())),
        title=gettext_lazy("Checklist"),
        button=gettext_lazy("Save the checklist"),
        back=address("sweep-checklist", found),
        back_label=gettext_lazy("Checklist"),
        lead=gettext_lazy("An item whose name is emptied is taken away. Save to get more empty ones."),
        template="supervision/sweeping/checklist_form.html",
        done=gettext_lazy("The checklist is saved."),
        to=address("sweep-checklist", found),
    )


def _fields() -> dict[str, forms.Field]:
    """The fields of one item."""
    numeric = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return {
        "place": forms.IntegerField(
            label=pgettext_lazy("checklist", "Place"),
            min_value=1,
            max_value=99,
            required=False,
            widget=numeric,
        ),
        "name": Line(label=gettext_lazy("What is looked at?"), max_length=60, required=False),
        "finding": Words(label=gettext_lazy("What counts as a finding?"), max_length=600, **_short()),
        "severity": forms.ChoiceField(
            label=gettext_lazy("How grave is it?"), choices=list(SEVERITIES.items()), required=False
        ),
        "basis": Words(
            label=gettext_lazy("Which rules does it rest on?"),
            max_length=1000,
            help_text=gettext_lazy(
                "One a line, with its article. A law in title marks becomes a link, so the law library must hold it."
            ),
            **_short(),
        ),
        "guidance": Words(
            label=gettext_lazy("What should the business do?"),
            max_length=1000,
            help_text=gettext_lazy("It stands in the written advice."),
            **_short(),
        ),
        "photo": forms.BooleanField(label=gettext_lazy("A photo of the finding is wanted"), required=False),
    }


def _short() -> dict[str, Any]:
    return {"required": False, "widget": forms.Textarea(attrs={"rows": 2})}


def _item(row: Mapping[str, Any], key: str) -> Item:
    lines: Iterator[str] = (line.strip() for line in row["basis"].splitlines())
    return Item(
        key=key,
        name=row["name"],
        severity=row["severity"],
        finding=row["finding"],
        guidance=row["guidance"],
        basis=tuple(line for line in lines if line),
        photo=row["photo"],
    )


def _lost(cited: str) -> str:
    return _(
        "The law library does not hold %(cited)s. Please name a rule that it holds, or describe this one "
        "without title marks and number of an article."
    ) % {"cited": cited}
