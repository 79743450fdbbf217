"""The form of a rating: one to five on the whole and for each heart, and a few words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.brands.evidence.actions.rating import HEARTS, LONGEST, Said
from huaihai.brands.models import Entry
from huaihai.kit.form_fields import Line

STARS = (
    ("5", _("5 – very good")),
    ("4", _("4 – good")),
    ("3", _("3 – so-so")),
    ("2", _("2 – poor")),
    ("1", _("1 – bad")),
)
NEEDED = {"required": _("Please choose one to five.")}


class RatingForm(forms.Form):
    """What the buyer says."""

    overall = forms.ChoiceField(
        label=_("How was it on the whole?"), choices=STARS, widget=forms.RadioSelect, error_messages=NEEDED
    )
    safe = forms.ChoiceField(
        label=_("Could you buy without worry: genuine, safe, as promised?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    ease = forms.ChoiceField(
        label=_("Was it easy: quick answers, returns without trouble?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    care = forms.ChoiceField(
        label=_("Were people cared for: the elderly, children, guests from elsewhere?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    words = Line(
        label=_("A few words for others (if you like)"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "Without names and telephone numbers. Somebody looks at them before others can read them."
        ),
    )

    def __init__(self, *args: Any, entries: Sequence[Entry] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = {str(one.pk): one for one in entries}
        if len(self.entries) > 1:
            self.fields["entry"] = forms.ChoiceField(
                label=_("What did you buy?"),
                choices=[(key, one.name) for key, one in self.entries.items()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please answer this.")},
            )
            self.order_fields(["entry", *HEARTS, "words"])

    @property
    def entry(self) -> Entry:
        """What is rated after a case."""
        chosen = self.cleaned_data.get("entry")
        return self.entries[chosen] if chosen else next(iter(self.entries.values()))

    def said(self) -> Said:
        """The rating."""
        said = self.cleaned_data
        return Said({name: int(said[name]) for name in HEARTS}, said["words"])
