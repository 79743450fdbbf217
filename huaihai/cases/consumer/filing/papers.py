"""Steps 4 and 7: evidence, taken at once; and two consents, each for itself."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.steps import consumer_of, with_draft
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Case, Consent
from huaihai.cases.verbs import care, intake
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, filestore
from huaihai.kit.text import normalise
from huaihai.members.actors import Actor

EVIDENCE = "file-evidence"
MOST_FILES = 30
ACCEPT = "image/*,.heic,.pdf,audio/*,video/*,.txt"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceFields(forms.Form):
    """Several files at once; each is taken or refused by itself."""

    upload = forms.FileField(
        required=False,
        label=_("Choose photos or files"),
        help_text=_(
            "Photos, screenshots, PDF, sound or video, each up to 25 MB. Where a photo was taken is removed before "
            "anybody sees it."
        ),
        widget=ManyFiles(attrs={"accept": ACCEPT}),
    )


class EvidenceForm(steps.FilingForm, EvidenceFields):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def evidence(request: HttpRequest, case: Case) -> HttpResponse:
    """Add, see and take away evidence; it can be skipped."""
    form = EvidenceForm(case, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if gone := request.POST.get("remove"):
            if wanted := _uuid(gone):  # a name that fits nothing changes nothing
                care.remove_from_draft(case, wanted, by=consumer_of(case), at=clock.now())
            return redirect(request.get_full_path())
        try:
            refused = take_files(request, case, by=consumer_of(case))
        except NotPossible:  # sent from another window meanwhile
            return redirect("file-receipt")
        for message in refused:
            form.add_error("upload", message)
        if form.is_valid() and "add" not in request.POST:
            return steps.go_on(request, EVIDENCE, case)
        if form.is_valid():
            return redirect(request.get_full_path())
    return steps.page(request, EVIDENCE, form, case, files=list(case.evidence.all()), most=MOST_FILES)


def take_files(request: HttpRequest, case: Case, *, by: Actor) -> list[Any]:
    """Store what was sent and add it to the case; what was refused, in words for the person."""
    refused: list[Any] = []
    free = MOST_FILES - case.evidence.count()
    sent = cast("list[UploadedFile[Any]]", request.FILES.getlist("upload"))
    for place, file in enumerate(sent):
        if place >= free:
            refused.append(
                gettext("One complaint holds at most %(most)d files. Please take some away.")
                % {"most": MOST_FILES}
            )
            break
        try:
            stored = filestore.store(file)
            care.add_evidence(
                case, file=stored, name=clean_name(file.name), party=CONSUMER, by=by, at=clock.now()
            )
        except (filestore.Refused, Unfit) as error:
            refused.append(error.message)
    return refused


def clean_name(name: str | None) -> str:
    """The person's name for the file, as it can be stored."""
    kept = "".join(c for c in name or "" if c.isprintable())
    return normalise.storable_name(kept)[-120:] or "file"


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


CONSENTS = "file-consent"
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
        return steps.go_on(request, CONSENTS, case)
    return steps.page(request, CONSENTS, form, case)


def given(case: Case) -> dict[str, Any]:
    """The consents that stand, by purpose."""
    held = set(case.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    return {purpose: purpose in held for purpose in PURPOSES}
