"""Step 7: two consents, each for itself: the other city's association, and the business."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.actions import intake
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.drafts import with_draft
from huaihai.cases.models import Case, Consent
from huaihai.kit import clock

NAME = "file-consent"
PURPOSES = tuple(Consent.Purpose.values)


class ConsentFields(forms.Form):
    """Never ticked beforehand: each is given by the person's own hand, and can be refused (PIPL 13–17, 23)."""

    other_body = forms.BooleanField(
        required=False, label=_("I agree that the association of the other city gets my complaint")
    )
    business = forms.BooleanField(required=False, label=_("I agree that the business gets my complaint"))

    def purposes(self) -> list[str]:
        return [purpose for purpose in PURPOSES if self.cleaned_data.get(purpose)]


class ConsentForm(steps.FilingForm, ConsentFields):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def consents(request: HttpRequest, case: Case) -> HttpResponse:
    """Who gets what, why, for how long; and what follows from saying no."""
    form = ConsentForm(case, request.POST or None, initial=given(case))
    if request.method == "POST" and form.is_valid():
        intake.consent(case, purposes=form.purposes(), at=clock.now())
        return steps.go_on(request, NAME, case)
    return steps.page(request, NAME, form, case)


def given(case: Case) -> dict[str, Any]:
    """The consents that stand, by purpose."""
    held = set(case.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    return {purpose: purpose in held for purpose in PURPOSES}
