"""What a manager types about a connection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Business
from huaihai.kit.form_fields import NEEDED, Line, SeenForm, name_what_is_needed
from huaihai.record.posting import LONGEST_URL

LONGEST_OVERLAP = 30  # days
ADDRESS_HELP = gettext_lazy("Begins with https://. Leave empty if your system asks by itself.")


class Connect(forms.Form):
    business = forms.ModelChoiceField(
        label=gettext_lazy("For which business"),
        queryset=Business.objects.none(),
        empty_label=None,
        error_messages={
            "required": NEEDED,
            "invalid_choice": gettext_lazy("Please choose one of your businesses."),
        },
    )
    name = Line(
        label=gettext_lazy("Name of the system"),
        max_length=60,
        help_text=gettext_lazy("For yourselves, such as: service desk."),
        error_messages={"required": NEEDED},
    )
    is_sandbox = forms.TypedChoiceField(
        label=gettext_lazy("What for"),
        choices=(
            ("1", gettext_lazy("For practice, with made-up cases alone")),
            ("0", gettext_lazy("For real complaints")),
        ),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
        error_messages={"required": NEEDED},
    )
    webhook_url = Line(
        label=gettext_lazy("Address for webhooks"),
        max_length=LONGEST_URL,
        required=False,
        help_text=ADDRESS_HELP,
    )

    def __init__(self, *args: Any, businesses: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["business"]
        field.queryset = businesses
        if len(businesses) == 1:
            field.initial = businesses[0].pk
        name_what_is_needed(self)


class Redirect(SeenForm):
    webhook_url = Line(
        label=gettext_lazy("Address for webhooks"),
        max_length=LONGEST_URL,
        required=False,
        help_text=ADDRESS_HELP,
    )


class Rotate(SeenForm):
    overlap_days = forms.IntegerField(
        label=gettext_lazy("Days for which the old key still works"),
        min_value=0,
        max_value=LONGEST_OVERLAP,
        initial=7,
        help_text=gettext_lazy("With 0 the old key ends at once: do so if somebody else may know it."),
        error_messages={"required": NEEDED},
    )
