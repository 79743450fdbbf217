"""A text and its products as they stand on one page: blank, as they were sent, or as typed and not judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from huaihai.education.content import PARTS, Product
from huaihai.education.models import Edition
from huaihai.education.office.publications.product_rows import MOST_PRODUCTS, ProductForm, ProductRows
from huaihai.education.office.publications.text_forms import TextForm
from huaihai.kit import clock

PREFIX = "products"


@dataclass
class Sheet:
    """The form and the rows of products beneath it, as they stand on the page."""

    form: TextForm
    rows: Any

    def is_valid(self) -> bool:
        """Both, so that all errors are shown at once."""
        return all([self.form.is_valid(), self.rows.is_valid()])

    @property
    def products(self) -> tuple[Product, ...]:
        """Those of which anything was typed."""
        return tuple(Product(**row.cleaned_data) for row in self.rows if row.has_changed())


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


def blank(initial: dict[str, Any], rows: list[dict[str, Any]], options: dict[str, Any]) -> Sheet:
    """As the page is opened."""
    return Sheet(TextForm(initial=initial, **options), ProductRows(initial=rows, prefix=PREFIX))


def sent(data: QueryDict, options: dict[str, Any]) -> Sheet:
    """As it was sent, to be judged."""
    return Sheet(TextForm(data, **options), ProductRows(_as_new(data), prefix=PREFIX))


def as_typed(data: QueryDict, options: dict[str, Any], *, more: int = 0) -> Sheet:
    """What was typed, unjudged, with one more row of products if asked for."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST_PRODUCTS) if total.isascii() and total.isdigit() and len(total) < 4 else 1
    rows = [_typed(ProductForm, data, f"{PREFIX}-{number}") for number in range(count)]
    rows += [{}] * min(more, MOST_PRODUCTS - count)
    initial = _typed(TextForm, data)
    return Sheet(TextForm(initial=initial, **options), ProductRows(initial=rows, prefix=PREFIX))


def _as_new(data: QueryDict) -> QueryDict:
    """Rows count as typed now: one that was emptied is none."""
    fresh = data.copy()
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
