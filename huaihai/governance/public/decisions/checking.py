"""Anybody checks a file that the alliance signed, wherever it came from. Nothing that is sent is stored."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import alliance
from huaihai.governance import verifying
from huaihai.governance.models import AgreementVersion, Dossier
from huaihai.governance.public.decisions import register
from huaihai.kit import guards, signing


class FileForm(forms.Form):
    """The file to check."""

    file = forms.FileField(
        label=gettext_lazy("The file about a resolution or the agreement"),
        help_text=gettext_lazy("It ends in .json and has at most 2 MB. It is looked at and not kept."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": gettext_lazy("Please choose the file."),
            "missing": gettext_lazy("Please choose the file."),
            "invalid": gettext_lazy("Please choose the file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > verifying.LARGEST:
            raise forms.ValidationError(_("This file is too large: a signed file has at most 2 MB."))
        held: bytes = sent.read()
        return held


@dataclass(frozen=True)
class Result:
    """What came of it: the checks, which key signed, and what the alliance itself holds under this name.

    `url` is empty where it holds nothing; `is_ours`: what it holds is the same.
    """

    subject: verifying.Subject
    checks: list[verifying.Check]
    key_id: str
    is_known_key: bool
    is_ours: bool
    url: str

    @property
    def all_fit(self) -> bool:
        """Whether everything fits."""
        return verifying.all_fit(self.checks)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def check_file(request: HttpRequest) -> HttpResponse:
    """Line by line: what fits, and which key signed."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context: dict[str, Any] = {"form": form, "keys": signing.public_keys(), "result": None}
    if form.is_bound and form.is_valid():
        try:
            context["result"] = _checked(form.cleaned_data["file"])
        except verifying.NotReadable as error:
            form.add_error("file", str(error))
    return render(request, "governance/public/decisions/check.html", context)


@require_safe
@guards.public
def public_key(request: HttpRequest) -> HttpResponse:
    """All public keys that signed here, the present one too, as PEM."""
    return HttpResponse(
        "".join(signing.public_keys().values()),
        content_type="application/x-pem-file",
        headers={"Content-Disposition": f'attachment; filename="{alliance.load().key}-key.pem"'},
    )


def _checked(file: bytes) -> Result:
    keys = signing.public_keys()
    checks, subject, key_id = (
        verifying.check(file, keys=keys),
        verifying.subject_of(file),
        verifying.key_of(file),
    )
    is_ours, url = _of_resolution(file, subject) if subject.is_resolution else _of_agreement(file, subject)
    return Result(subject, checks, key_id, key_id in keys, is_ours, url)


def _of_resolution(file: bytes, subject: verifying.Subject) -> tuple[bool, str]:
    row = register.by_number(subject.name).first()
    if row is None:
        return False, ""
    held = Dossier.objects.filter(resolution=row, content_hash=verifying.content_hash(file))
    return held.exists(), reverse("resolution", args=[row.number])


def _of_agreement(file: bytes, subject: verifying.Subject) -> tuple[bool, str]:
    version = AgreementVersion.objects.visible_to(register.ANYBODY).filter(key=subject.name).first()
    if version is None:
        return False, ""
    # Bodies go on signing, so any file that was kept counts, not the newest alone.
    held = version.files.filter(content_hash=verifying.content_hash(file))
    return held.exists(), reverse("alliance-agreement-version", args=[version.key])
