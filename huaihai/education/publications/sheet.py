"""What is typed of a text: its parts, its products in rows, how it is to go out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.education.content import CO_SIGNED, NEEDED_OF_WARNINGS, PARTS, Content, Product, of_version
from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.law import kinds
from huaihai.members.models import Organisation

MOST_PRODUCTS = 60
A_YEAR, TEN_YEARS, THIRTY_YEARS = 366, 3653, 10_958


class ProductForm(forms.Form):
    """One product as it stands on the goods; a row without anything is no product."""

    name = Line(label=_("Product"))
    brand = Line(label=_("Brand"), max_length=80, required=False)
    model = Line(label=_("Model"), max_length=80, required=False)
    barcode = forms.RegexField(
        regex=r"^\d{8,14}\Z",
        label=_("Barcode"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("A barcode has 8 to 14 digits.")},
    )
    batches = Words(
        label=_("Batches"),
        help_text=_("One a line; A100-A199 for a span. Empty: every batch."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    made_from = Day(label=_("Made from"), earliest=-THIRTY_YEARS, latest=A_YEAR, required=False)
    made_until = Day(label=_("Made until"), earliest=-THIRTY_YEARS, latest=A_YEAR, required=False)
    maker = Line(label=_("Maker"), required=False)


PREFIX = "products"
ProductRows = forms.formset_factory(ProductForm, extra=0, max_num=MOST_PRODUCTS, absolute_max=MOST_PRODUCTS)


def rows_of(version: PublicationVersion) -> list[dict[str, Any]]:
    """Its products, for the rows of the form."""
    return [vars(product) for product in of_version(version).products]


BOXES = forms.CheckboxSelectMultiple
LONGEST_BODY = 30_000
PLANNED_AT = time(9, 0)
STRUCTURED = Publication.ALERTS
WRITTEN = (
    Publication.Kind.WARNING,
    Publication.Kind.TIP,
    Publication.Kind.NOTICE,
    Publication.Kind.STORY,
    Publication.Kind.ANNOUNCEMENT,
)
ONLY_STRUCTURED = ("what", "harms", "to_do", "to_turn", "places", "period_from", "period_until", "evidence")
FIRST = ("publisher", "change_note", "title", "what", "to_do", "severity", "cities")
FOLDS: tuple[tuple[str, Promise | str, tuple[str, ...]], ...] = (
    ("products", _("Products, as it stands on the goods"), ()),
    (
        "more",
        _("Message, harm, place and time"),
        ("summary", "harms", "to_turn", "places", "period_from", "period_until"),
    ),
    ("long", _("Text"), ("body",)),
    ("facts", _("Facts and law"), ("evidence", "source_name", "basis")),
    ("goods", _("Kind of goods or service"), ("topics",)),
    ("going", _("Urgent, or at a set time"), ("urgent_reason", "not_before_on", "not_before_time")),
)


@dataclass(frozen=True)
class Fold:
    """Fields of one subject, folded away; `filled` says in how many of them something stands."""

    name: str
    title: Promise | str
    fields: list[forms.BoundField]
    filled: int
    is_open: bool


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TextForm(SeenForm):
    """All that a text says, with its products in `rows`; fields that a kind has not are left out."""

    publisher = forms.ChoiceField(label=_("In whose name?"), widget=forms.RadioSelect)
    title = Line(
        label=pgettext_lazy("publication", "Title"),
        help_text=_("Say what it is and what to do, in one line."),
        max_length=120,
    )
    summary = Line(
        label=_("In one or two sentences"),
        help_text=_("It goes out as an SMS and stands under the title in lists."),
        max_length=200,
        required=False,
    )
    change_note = Words(
        label=_("What is changed?"),
        help_text=_("Everybody who got the earlier text reads this first."),
        max_length=500,
        widget=_area(2),
    )
    what = Words(label=pgettext_lazy("publication", "What is it about?"), required=False, widget=_area(3))
    severity = forms.ChoiceField(
        label=_("How bad may it get?"),
        widget=forms.RadioSelect,
        required=False,
        choices=PublicationVersion.Severity.choices,
    )
    harms = Words(label=_("Whom does it harm?"), required=False, widget=_area(2))
    to_do = Words(
        label=_("What should people do?"),
        help_text=_("One step a line, the most important one first."),
        required=False,
        widget=_area(4),
    )
    to_turn = Words(label=_("Where can they turn?"), required=False, widget=_area(2))
    places = Words(label=_("Where does it happen?"), required=False, widget=_area(2))
    period_from = Day(label=_("From which day"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False)
    period_until = Day(label=_("Until which day"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False)
    evidence = Words(
        label=_("How do we know?"),
        help_text=_("Tests, complaints, official notices: what can be checked."),
        required=False,
        widget=_area(3),
    )
    body = Words(
        label=_("Text"),
        help_text=_(
            "## begins a heading, - an item of a list, > a remark; **strong**; a picture on a line of its own: "
            "![what it shows](1)"
        ),
        required=False,
        max_length=LONGEST_BODY,
        widget=_area(10),
    )
    basis = Words(
        label=_("On which law does it stand?"),
        help_text=_("One article a line: the title of the law, then the number of the article."),
        required=False,
        widget=_area(2),
    )
    source_name = Line(label=_("Source of the facts"), max_length=120, required=False)
    cities = forms.MultipleChoiceField(
        label=_("Which cities does it concern?"),
        help_text=_("They are asked to sign, and it stands on their pages."),
        widget=BOXES,
        required=False,
    )
    topics = forms.MultipleChoiceField(label=_("Which goods or services?"), widget=BOXES, required=False)
    urgent_reason = Words(
        label=_("Urgent? Why can it not wait?"),
        help_text=_(
            "Only for danger that grows by the hour: one review instead of three, and whoever is named is heard "
            "afterwards. The reason is kept. Empty: not urgent."
        ),
        required=False,
        max_length=500,
        widget=_area(2),
    )
    not_before_on = Day(label=_("Not before this day"), earliest=-A_YEAR, latest=A_YEAR, required=False)
    not_before_time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("Like 09:00. Empty: nine in the morning."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        edition: Edition | None = None,
        publishers: list[tuple[str, Any]] | None = None,
        rows: list[dict[str, Any]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, seen=edition.turn if edition else 0, **options)
        self.edition = edition
        self.rows: Any = (
            ProductRows(_as_new(self.data), prefix=PREFIX)
            if self.is_bound
            else ProductRows(initial=rows or [{}], prefix=PREFIX)
        )
        cities = Organisation.objects.cities()
        self._choices("cities", [(one.key, local_words.place(one.place_name)) for one in cities])
        self._choices("topics", [(one.code, local_words.said(one)) for one in kinds.CATEGORIES])
        self._choices("publisher", publishers or [])
        if len(publishers or []) == 1:
            self.fields["publisher"].widget = forms.HiddenInput()
        for name in left_out(kind, edition, publishers):
            del self.fields[name]
        for name in needed(kind) & set(self.fields):
            field: Any = self.fields[name]
            field.is_needed = True
            field.label = gettext("%(label)s (needed for the review)") % {"label": field.label}

    def is_valid(self) -> bool:
        """The text and its products, so that all errors are shown at once."""
        return all([super().is_valid(), self.rows.is_valid()])

    @property
    def products(self) -> tuple[Product, ...]:
        """Those of which anything was typed."""
        return tuple(Product(**row.cleaned_data) for row in self.rows if row.has_changed())

    @property
    def has_products(self) -> bool:
        """Whether a text of this kind warns of any."""
        return "what" in self.fields

    @property
    def is_full(self) -> bool:
        """Whether no product more has a place."""
        return bool(self.rows.total_form_count() >= MOST_PRODUCTS)

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always asked; of a kind that has nothing else to say, its text too."""
        names = FIRST if self.has_products else (*FIRST[:3], "body", *FIRST[3:])
        return [self[name] for name in names if name in self.fields and not self[name].is_hidden]

    @property
    def folds(self) -> list[Fold]:
        """All else, by subject; what has an error is open."""
        above = {bound.name for bound in self.first}
        found = []
        for name, title, names in FOLDS:
            bound = [self[one] for one in names if one in self.fields and one not in above]
            if name == "products" and self.has_products:
                typed = sum(1 for row in self.rows if row["name"].value())
                found.append(Fold(name, title, [], typed, bool(self.rows.total_error_count())))
            elif bound:
                typed = sum(1 for one in bound if one.value())
                found.append(Fold(name, title, bound, typed, any(one.errors for one in bound)))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("period_from"), cleaned.get("period_until")
        if first and last and last < first:
            self.add_error("period_until", gettext("This day lies before the first one."))
        return cleaned

    def content(self) -> Content:
        """What was typed, over what the last version says where the form does not ask."""
        version = self.edition.version if self.edition else None
        said = self.cleaned_data
        base = of_version(version) if version else Content(title=said["title"])
        plain = ("title", "summary", *PARTS, "period_from", "period_until", "severity", "body", "source_name")
        typed = {name: said[name] for name in plain if name in said}
        return replace(
            base,
            **typed,
            cities=tuple(said["cities"]),
            topics=tuple(said["topics"]),
            basis=tuple(line.strip() for line in said["basis"].splitlines() if line.strip()),
            products=self.products if self.has_products else base.products,
        )

    def going_out(self) -> dict[str, Any]:
        """When it may go out and, of an urgent one, why at once."""
        said, planned = self.cleaned_data, None
        if said["not_before_on"]:
            planned = clock.local_moment(said["not_before_on"], said["not_before_time"] or PLANNED_AT)
        return {"not_before": planned, "urgent_reason": said.get("urgent_reason", "")}

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def left_out(kind: str, edition: Edition | None, publishers: list[tuple[str, Any]] | None) -> set[str]:
    """The fields that a text of this kind, in this edition, has not."""
    found: set[str] = set() if kind in STRUCTURED else set(ONLY_STRUCTURED)
    if kind != Publication.Kind.WARNING:
        found.add("severity")
    if kind not in Publication.MAY_BE_URGENT:
        found.add("urgent_reason")
    if edition is None or edition.purpose != Edition.Purpose.UPDATE:
        found.add("change_note")
    if edition is not None or not publishers:
        found.add("publisher")
    return found


def needed(kind: str) -> set[str]:
    """The fields without which a text of this kind is not handed in for review; see `content.missing`."""
    found = set(NEEDED_OF_WARNINGS) if kind == Publication.Kind.WARNING else set()
    if kind in CO_SIGNED:
        found.add("cities")
    if kind not in STRUCTURED:
        found.add("body")
    return found


def initial_of(edition: Edition) -> dict[str, Any]:
    """What an edition's text says, for the form."""
    version = edition.version
    if version is None:
        return {}
    names = ("title", "summary", *PARTS, "period_from", "period_until", "severity", "body", "source_name")
    planned = edition.not_before.astimezone(clock.ZONE) if edition.not_before else None
    return {
        **{name: getattr(version, name) for name in names},
        "cities": version.cities,
        "topics": version.topics,
        "basis": "\n".join(version.basis),
        "change_note": edition.change_note,
        "urgent_reason": edition.urgent_reason,
        "not_before_on": planned.date() if planned else None,
        "not_before_time": planned.time() if planned else None,
    }


def as_typed(data: QueryDict, options: dict[str, Any], *, has_new_row: bool) -> TextForm:
    """What was typed, unjudged; `has_new_row`: with one more row for a product."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST_PRODUCTS) if total.isascii() and total.isdigit() and len(total) < 4 else 1
    rows = [_typed(ProductForm, data, f"{PREFIX}-{number}") for number in range(count)]
    rows += [{}] * min(int(has_new_row), MOST_PRODUCTS - count)
    return TextForm(initial=_typed(TextForm, data), rows=rows, **options)


def _as_new(data: Any) -> QueryDict:
    """Rows count as typed now: one that was emptied is none."""
    fresh: QueryDict = data.copy()
    fresh[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return fresh


def _typed(form: type[forms.Form], data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What was typed, to be shown again without being judged (another row was asked for)."""
    held: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        key = f"{prefix}-{name}" if prefix else name
        if key in data:
            held[name] = data.getlist(key) if isinstance(field, forms.MultipleChoiceField) else data[key]  # type: ignore[attr-defined]  # a QueryDict
    return held
