"""A list brought in on the page: looked over first, then taken whole or not at all. Messages of any system, or what
12315, 12345 or 消协315 gave out, whose columns an officer may correct and keep.

Between the two nothing is kept here: what was read goes out sealed with the page, for this officer, and comes back.
"""

import base64
import binascii
import json
import zlib
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.importing import drafting, exports, profiles, reading
from huaihai.cases.importing.profiles import Profile
from huaihai.cases.importing.reading import Message, UnreadableMessages
from huaihai.cases.models import ElsewhereNumber
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, sealing
from huaihai.kit.form_fields import Line
from huaihai.kit.sealing import CannotOpen
from huaihai.kit.text import masking
from huaihai.kit.text.files import UnreadableFileError
from huaihai.law import platforms
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

BIGGEST = 10 * 1024 * 1024  # bytes of the file
MOST, MOST_OF_EXPORT = 2000, 1000  # rows at once; others who write wait for them
LONGEST_SEALED = 2_000_000  # characters that go out and come back
SHOWN = 500  # rows of each kind
AGAIN, DROP = "again", "drop"


class Upload(forms.Form):
    """A file of another system, and what it is called, so that the same message never comes in twice."""

    file = forms.FileField(
        label=_("The list: CSV or Excel"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.xlsx,.xls"}),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )
    profile = forms.ChoiceField(
        label=_("What gave it out"),
        required=False,
        help_text=_("A row of these platforms becomes a draft with its number there, and comes in once."),
    )
    source = Line(
        label=_("Where it comes from"),
        max_length=40,
        required=False,
        help_text=_(
            "For another system only. Left empty, the name of the file. A message with the same number from there "
            "is taken once only."
        ),
    )

    def __init__(self, *args: Any, known: list[Profile], **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["profile"]
        choices.choices = [("", gettext("another system: messages")), *((one.key, one.name) for one in known)]

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > BIGGEST:
            raise forms.ValidationError(gettext("The file is too big. At most 10 MB."))
        return found


class Columns(forms.Form):
    """Which column of the file is what, and under which name that is kept."""

    def __init__(self, *args: Any, brought: "Brought", **options: Any) -> None:
        super().__init__(*args, **options)
        heads = [(str(place), head or f"({place + 1})") for place, head in enumerate(brought.heads)]
        for what in platforms.COLUMNS:
            self.fields[what] = forms.ChoiceField(
                label=profiles.LABELS[what],
                choices=heads if what in platforms.NEEDED else [("", pgettext("column", "none")), *heads],
                required=what in platforms.NEEDED,
                initial=str(brought.places.get(what, "")),
            )
        self.fields["keep_as"] = Line(
            label=_("Keep these columns under a name"),
            max_length=profiles.LONGEST_NAME,
            required=False,
            help_text=_("Next time it can be chosen where the file is chosen."),
        )

    def places(self) -> dict[str, int]:
        chosen = self.cleaned_data
        return {what: int(chosen[what]) for what in platforms.COLUMNS if chosen[what]}


@dataclass(frozen=True)
class Brought:
    """A file as it was read, and which of its columns is what. `platform` is "" for messages of any system."""

    source: str
    platform: str
    places: dict[str, int]
    heads: list[str]
    rows: list[list[str]]

    @property
    def messages(self) -> list[Message]:
        return list(reading.messages_of(self.rows, self.places, len(self.heads)))

    @property
    def lacks(self) -> list[str]:
        """The columns without which nothing of it can be taken."""
        return [what for what in platforms.NEEDED if what not in self.places] if self.platform else []


@guards.staff(*CASEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """The file, then what would come of it, then the drafts."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    node = actor.organisation
    if node is None or node.kind == Organisation.Kind.ALLIANCE:
        raise Http404
    if request.method == "POST" and "sealed" in request.POST:
        return _answered(request, actor, node)
    if request.method == "POST" and DROP in request.POST:
        return _dropped(request, actor)
    known = profiles.profiles(actor)
    form = (
        Upload(request.POST, request.FILES, known=known) if request.method == "POST" else Upload(known=known)
    )
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, known)
    try:
        brought = _read(form, known, node)
    except (UnreadableMessages, UnreadableFileError) as error:
        form.add_error("file", str(error))
        return _asked(request, form, known)
    sealed = _sealed(brought, actor)
    most = MOST_OF_EXPORT if brought.platform else MOST
    if len(brought.rows) > most or len(sealed) > LONGEST_SEALED:
        words = gettext("This is too much at once. Please bring it in in parts of %(n)s rows.")
        form.add_error("file", words % {"n": f"{most:,}"})
        return _asked(request, form, known)
    return _preview(request, brought, sealed, actor)


def _read(form: Upload, known: list[Profile], node: Organisation) -> Brought:
    """Raises UnreadableMessages, UnreadableFileError."""
    file = form.cleaned_data["file"]
    sheet = reading.sheet_in(file.read(), file.name or "-")
    profile = next((one for one in known if one.key == form.cleaned_data["profile"]), None)
    if profile is None:
        places = reading.places_of(sheet, file.name or "-")
        source = form.cleaned_data["source"] or reading.source_of(file.name or "")
        return Brought(source, "", places, sheet.heads, list(sheet.rows))
    city = node.city or node  # numbers of 12345 are those of a city
    return Brought(
        f"{profile.platform}-{city.region_code}",
        profile.platform,
        profiles.places(sheet.heads, profile.heads),
        sheet.heads,
        list(sheet.rows),
    )


def _asked(request: HttpRequest, form: Upload, known: list[Profile]) -> HttpResponse:
    columns = {name: names for name, names in reading.known_names().items() if name != "user"}
    context = {
        "form": form,
        "columns": columns,
        "shipped": [
            (one, [(profiles.LABELS[what], heads) for what, heads in one.heads.items()])
            for one in known
            if one.is_shipped
        ],
        "own": [one for one in known if not one.is_shipped],
    }
    return render(request, "cases/importing/bring.html", context)


def _dropped(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        profiles.drop(UUID(request.POST[DROP]), by=actor)
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Deleted."))
    return HttpResponseRedirect(reverse("desk-drafts-bring"))


def _preview(
    request: HttpRequest, brought: Brought, sealed: str, actor: Actor, form: Columns | None = None
) -> HttpResponse:
    found = [] if brought.lacks else brought.messages
    looked = drafting.look(found, source=brought.source, by=actor, platform=brought.platform)
    platform = brought.platform and str(ElsewhereNumber.Platform(brought.platform).label)
    context = {
        "source": platform or brought.source,
        "sealed": sealed,
        "seen": len(found),
        "taken": len(looked.taken),
        "left": len(looked.left),
        "taken_rows": [_row(one, brought) for one in looked.taken[:SHOWN]],
        "left_rows": [_row(one, brought) | {"why": drafting.WHY[why]} for one, why in looked.left[:SHOWN]],
        "shown": SHOWN,
        "platform": platform,
        "lacks": [profiles.LABELS[what] for what in brought.lacks],
        "form": form or (Columns(brought=brought) if brought.platform else None),
    }
    return render(request, "cases/importing/preview.html", context)


def _row(message: Message, brought: Brought) -> dict[str, Any]:
    """One row of the report: no name, no telephone."""
    shown: dict[str, Any] = {"row": message.row, "id": message.id, "title": _title(message)}
    if brought.platform:
        row = exports.row_of(message) if drafting.is_storable(message) else None
        shown["due_on"] = row.due_on if row else None
        shown["remarks"] = [exports.REMARKS[what] for what in row.unread] if row else []
    return shown


def _answered(request: HttpRequest, actor: Actor, node: Organisation) -> HttpResponse:
    """The list that was looked over: taken, or looked over once more with other columns."""
    brought = _opened(request.POST["sealed"], actor)
    if brought is None:
        messages.error(request, _("This page was not complete. Please choose the file again."))
        return HttpResponseRedirect(reverse("desk-drafts-bring"))
    if brought.platform and (AGAIN in request.POST or brought.lacks):
        return _with_columns(request, brought, actor)
    with transaction.atomic():
        outcome = drafting.draft_all(
            brought.messages,
            source=brought.source,
            home=node,
            by=actor,
            at=clock.now(),
            platform=brought.platform,
        )
    words = ngettext("%(n)s draft was made.", "%(n)s drafts were made.", outcome.taken)
    messages.success(request, words % {"n": outcome.taken})
    return HttpResponseRedirect(reverse("desk-drafts"))


def _with_columns(request: HttpRequest, brought: Brought, actor: Actor) -> HttpResponse:
    form = Columns(request.POST, brought=brought)
    if form.is_valid():
        brought = replace(brought, places=form.places())
        if name := form.cleaned_data["keep_as"]:
            columns = {what: brought.heads[place] for what, place in brought.places.items()}
            try:
                profiles.keep(name, brought.platform, columns, by=actor, at=clock.now())
            except Unfit as error:
                form.add_error(error.field, error.message)
            else:
                messages.success(request, gettext("Kept as “%(name)s”.") % {"name": name})
    return _preview(request, brought, _sealed(brought, actor), actor, form)


def _title(message: Message) -> str:
    text = message.title or next(iter(message.text.strip().splitlines()), "")
    said = masking.mask(text.replace("\0", "")).text
    return masking.without_names(said, message.more.get("name", ""))[: drafting.TITLE_LENGTH]


def _sealed(brought: Brought, actor: Actor) -> str:
    text = json.dumps(asdict(brought), ensure_ascii=False)
    packed = zlib.compress(text.encode(errors="surrogatepass"))
    return base64.b64encode(sealing.seal_bytes(packed, place=_place(actor))).decode()


def _opened(sealed: str, actor: Actor) -> Brought | None:
    try:
        packed = sealing.unseal_bytes(base64.b64decode(sealed, validate=True), place=_place(actor))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    return Brought(**json.loads(zlib.decompress(packed).decode(errors="surrogatepass")))


def _place(actor: Actor) -> str:
    return f"import:{actor.key}"
