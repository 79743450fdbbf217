"""Anybody checks the file about a resolution, wherever it came from. Nothing that is sent is stored."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import alliance
from huaihai.governance import verifying
from huaihai.governance.models import Dossier
from huaihai.governance.public.decisions import register
from huaihai.kit import guards, signing


class FileForm(forms.Form):
    """The file to check."""

    file = forms.FileField(
        label=gettext_lazy("The file about a resolution"),
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
            raise forms.ValidationError(_("This file is too large to be one about a resolution."))
        held: bytes = sent.read()
        return held


@dataclass(frozen=True)
class Result:
    """What came of it: the checks, which key signed, and whether the register holds exactly this file."""

    number: str
    checks: list[verifying.Check]
    key_id: str
    is_known_key: bool
    in_register: bool
    register_number: str

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
    checks = verifying.check(file, keys=keys)
    number, key_id = verifying.number_of(file), verifying.key_of(file)
    row = register.by_number(number).first()
    held = Dossier.objects.filter(resolution=row).first() if row else None
    return Result(
        number=number,
        checks=checks,
        key_id=key_id,
        is_known_key=key_id in keys,
        in_register=held is not None and held.content_hash == verifying.content_hash(file),
        register_number=row.number if row else "",
    )
