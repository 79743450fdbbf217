"""The products of a text, in rows that need no JavaScript."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huaihai.education.content import of_version
from huaihai.education.models import PublicationVersion
from huaihai.kit.form_fields import Day, Line, Words

MOST_PRODUCTS = 60
THIRTY_YEARS, A_YEAR = 10_958, 366


class ProductForm(forms.Form):
    """One product as it stands on the goods; a row without anything is no product."""

    name = Line(label=gettext_lazy("Product"))
    brand = Line(label=gettext_lazy("Brand"), max_length=80, required=False)
    model = Line(label=gettext_lazy("Model"), max_length=80, required=False)
    barcode = forms.RegexField(
        regex=r"^\d{8,14}\Z",
        label=gettext_lazy("Barcode"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("A barcode has 8 to 14 digits.")},
    )
    batches = Words(
        label=gettext_lazy("Batches"),
        help_text=gettext_lazy("One a line; A100-A199 for a span. Empty: every batch."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    made_from = Day(label=gettext_lazy("Made from"), earliest=-THIRTY_YEARS, latest=A_YEAR, required=False)
    made_until = Day(label=gettext_lazy("Made until"), earliest=-THIRTY_YEARS, latest=A_YEAR, required=False)
    maker = Line(label=gettext_lazy("Maker"), required=False)


ProductRows = forms.formset_factory(ProductForm, extra=0, max_num=MOST_PRODUCTS, absolute_max=MOST_PRODUCTS)


def rows_of(version: PublicationVersion) -> list[dict[str, Any]]:
    """Its products, for the rows of the form."""
    return [vars(product) for product in of_version(version).products]
