"""Evidence, taken at once; and two consents, each for itself."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import page_rows
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.steps import consumer_of
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import USUAL, Case, Consent
from huaihai.cases.verbs import care, intake
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, filestore
from huaihai.kit.text import normalise
from huaihai.members import directory
from huaihai.members.actors import Actor

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


class PhotoForm(steps.QuestionForm, EvidenceFields):
    """For who likes: the photo of the order says much. It can be skipped."""

    heading: ClassVar[str | Promise] = _("Have you got a photo of the order or receipt?")
    template = "photo"

    def __init__(self, draft: steps.Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        self.fields["upload"].help_text = _("Each up to 25 MB. Where it was taken is removed first.")

    def pressed(self, request: HttpRequest) -> HttpResponse | steps.QuestionForm | bool:
        if gone := request.POST.get("remove"):
            if wanted := _uuid(gone):  # a name that fits nothing changes nothing
                care.remove_from_draft(self.case, wanted, by=consumer_of(self.case), at=clock.now())
            return redirect(request.get_full_path())
        return False

    def keep(self, request: HttpRequest) -> None:
        for message in take_files(request, self.case, by=consumer_of(self.case)):
            self.add_error("upload", message)

    def more(self) -> dict[str, Any]:
        return {"files": list(self.case.evidence.all())}


type Kept = tuple[filestore.Stored, str]


def take_files(request: HttpRequest, case: Case, *, by: Actor) -> list[Any]:
    """Store what was sent and add it to the case; what was refused, in words for the person."""
    kept, refused = store_files(request, most=MOST_FILES - case.evidence.filter(party=CONSUMER).count())
    return [*refused, *add_files(case, kept, by=by)]


def store_files(request: HttpRequest, *, most: int = MOST_FILES) -> tuple[list[Kept], list[Any]]:
    """What was sent, stored, with its names, and why the rest was refused. Pictures are drawn here, which takes its
    time: never in a transaction."""
    kept: list[Kept] = []
    refused: list[Any] = []
    sent = cast("list[UploadedFile[Any]]", request.FILES.getlist("upload"))
    for place, file in enumerate(sent):
        if place >= most:
            refused.append(
                gettext("One complaint holds at most %(most)d files. Please take some away.")
                % {"most": MOST_FILES}
            )
            break
        try:
            kept.append((filestore.store(file), clean_name(file.name)))
        except filestore.Refused as error:
            refused.append(error.message)
    return kept, refused


def add_files(case: Case, kept: Iterable[Kept], *, by: Actor) -> list[Any]:
    """Add stored files to the case as the consumer's; why one was not added."""
    refused = []
    for stored, name in kept:
        try:
            care.add_evidence(case, file=stored, name=name, party=CONSUMER, by=by, at=clock.now())
        except Unfit as error:
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


# The stages before an invitation, for which consents are asked.
WITH_CONSENT = ("draft", "received", "supplementing", "forwarded", "deciding", "clarifying")
PURPOSES = tuple(one.value for one in USUAL)


class ConsentFields(forms.Form):
    """Never ticked beforehand: each is given by the person's own hand, and can be refused (PIPL 13–17, 23)."""

    other_body = forms.BooleanField(
        required=False, label=_("I agree that the association of the other city gets my complaint")
    )
    business = forms.BooleanField(required=False, label=_("I agree that the business gets my complaint"))

    def purposes(self) -> list[str]:
        return [purpose for purpose in PURPOSES if self.cleaned_data.get(purpose)]


class ConsentForm(steps.QuestionForm, ConsentFields):
    """The other city's body only where one may come to lead: it is another city's, or not known yet."""

    heading = _("Who may get your complaint?")
    template = "consent"

    def __init__(self, draft: steps.Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        if not may_cross(draft):
            del self.fields["other_body"]

    def first(self) -> dict[str, Any]:
        return given(self.case)

    def keep(self, request: HttpRequest) -> None:
        if self.is_valid():
            intake.consent(self.case, purposes=self.purposes(), wording=intake.FILED, at=clock.now())

    def more(self) -> dict[str, Any]:
        route = self.question_of.route
        lead = directory.body_for(route.lead) if route and route.is_cross_city and route.lead else None
        return {"lead": lead}


def may_cross(draft: steps.Draft) -> bool:
    """Whether another city of ours leads, or may once it is known where the business is."""
    route = draft.route
    return route is None or route.is_cross_city or (not draft.region and route.home is not None)


def crosses(case: Case) -> bool:
    """Whether another city of ours leads, or may as long as nobody has taken it."""
    return case.crosses_cities if case.lead_id else may_cross(steps.Draft(case))


def withheld(case: Case) -> list[str]:
    """The purposes without whose consent it does not go on, by now."""
    if case.stage not in WITH_CONSENT:
        return []
    held, leaves = given(case), case.lead_id is None and crosses(case)
    return [one for one in PURPOSES if not held[one] and (leaves or one != Consent.Purpose.OTHER_BODY)]


def given(case: Case) -> dict[str, Any]:
    """The consents that stand, by purpose."""
    held = {one.purpose for one in page_rows.consents_of(case) if one.withdrawn_at is None}
    return {purpose: purpose in held for purpose in PURPOSES}
