"""A list of messages brought in on the page: looked over first, then taken whole or not at all.

Between the two nothing is kept here: what was read goes out sealed with the page, for this officer, and comes back.
"""

import base64
import binascii
import json
import zlib
from dataclasses import astuple
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.importing import drafting, reading
from huaihai.cases.importing.reading import Message, UnreadableMessages
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.kit import clock, guards, sealing
from huaihai.kit.form_fields import Line
from huaihai.kit.sealing import CannotOpen
from huaihai.kit.text import masking
from huaihai.kit.text.files import UnreadableFileError
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

BIGGEST = 10 * 1024 * 1024  # bytes of the file
MOST = 2000  # messages at once
LONGEST_SEALED = 2_000_000  # characters that go out and come back
SHOWN = 100  # rows of each kind


class Upload(forms.Form):
    """A file of another system, and what it is called, so that the same message never comes in twice."""

    file = forms.FileField(
        label=_("The list: CSV or Excel"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.xlsx,.xls"}),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )
    source = Line(
        label=_("Where it comes from"),
        max_length=40,
        required=False,
        help_text=_(
            "For example: 12345. Left empty, the name of the file. A message with the same number from there "
            "is taken once only."
        ),
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > BIGGEST:
            raise forms.ValidationError(gettext("The file is too big. At most 10 MB."))
        return found


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """The file, then what would come of it, then the drafts."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE:
        raise Http404
    if request.method == "POST" and "sealed" in request.POST:
        return _take(request, actor, node)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form)
    file = form.cleaned_data["file"]
    source = form.cleaned_data["source"] or reading.source_of(file.name or "")
    try:
        found = list(reading.messages_in(file.read(), file.name or "-"))
    except (UnreadableMessages, UnreadableFileError) as error:
        form.add_error("file", str(error))
        return _asked(request, form)
    sealed = _sealed(found, source, actor)
    if len(found) > MOST or len(sealed) > LONGEST_SEALED:
        form.add_error(
            "file", gettext("This is too much at once. Please bring it in in parts of 2,000 rows.")
        )
        return _asked(request, form)
    return _preview(request, found, source, sealed, actor)


def _asked(request: HttpRequest, form: Upload) -> HttpResponse:
    columns = {name: names for name, names in reading.known_names().items() if name != "user"}
    return render(request, "cases/importing/bring.html", {"form": form, "columns": columns})


def _preview(
    request: HttpRequest, found: list[Message], source: str, sealed: str, actor: Actor
) -> HttpResponse:
    looked = drafting.look(found, source=source, by=actor)
    context = {
        "source": source,
        "sealed": sealed,
        "seen": len(found),
        "taken": len(looked.taken),
        "left": len(looked.left),
        "taken_rows": [{"row": one.row, "id": one.id, "title": _title(one)} for one in looked.taken[:SHOWN]],
        "left_rows": [
            {"row": one.row, "id": one.id, "title": _title(one), "why": drafting.WHY[why]}
            for one, why in looked.left[:SHOWN]
        ],
        "shown": SHOWN,
    }
    return render(request, "cases/importing/preview.html", context)


def _take(request: HttpRequest, actor: Actor, node: Organisation) -> HttpResponse:
    """All drafts of the list that was looked over, in one transaction."""
    opened = _opened(request.POST["sealed"], actor)
    if opened is None:
        messages.error(request, _("This page was not complete. Please choose the file again."))
        return HttpResponseRedirect(reverse("desk-drafts-bring"))
    source, found = opened
    with transaction.atomic():
        outcome = drafting.draft_all(found, source=source, home=node, by=actor, at=clock.now())
    words = ngettext("%(n)s draft was made.", "%(n)s drafts were made.", outcome.taken)
    messages.success(request, words % {"n": outcome.taken})
    return HttpResponseRedirect(reverse("desk-drafts"))


def _title(message: Message) -> str:
    text = message.title or next(iter(message.text.strip().splitlines()), "")
    return masking.mask(text.replace("\0", "")).text[: drafting.TITLE_LENGTH]


def _sealed(found: list[Message], source: str, actor: Actor) -> str:
    text = json.dumps([source, [astuple(one) for one in found]], ensure_ascii=False)
    packed = zlib.compress(text.encode(errors="surrogatepass"))
    return base64.b64encode(sealing.seal_bytes(packed, place=_place(actor))).decode()


def _opened(sealed: str, actor: Actor) -> tuple[str, list[Message]] | None:
    try:
        packed = sealing.unseal_bytes(base64.b64decode(sealed, validate=True), place=_place(actor))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    source, rows = json.loads(zlib.decompress(packed).decode(errors="surrogatepass"))
    return source, [Message(*row) for row in rows]


def _place(actor: Actor) -> str:
    return f"import:{actor.key}"
