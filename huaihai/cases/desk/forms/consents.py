"""What the consumer consents to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Consent
from huaihai.cases.pages.forms import CaseForm, text_field


class Consents(CaseForm):
    """Exactly the ticked consents stand afterwards; each is read out by itself."""

    purposes = forms.MultipleChoiceField(
        label=_("The consumer agrees that the file is shown to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=Consent.Purpose.choices,
        help_text=_("Read each one out by itself. What is not ticked is taken back."),
    )
    text = text_field(_("When and how the consumer told you"), _("Only officers read this."))

    def prepare(self) -> None:
        held = [consent.purpose for consent in self.situation.consents if consent.withdrawn_at is None]
        self.initial.setdefault("purposes", held)
