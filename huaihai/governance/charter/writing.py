"""Handing in evidence on one page: what it shows, and a resolution, a meeting, a page of this site or a file."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Unfit
from huaihai.desk.uploads import stored
from huaihai.governance.charter import verbs
from huaihai.governance.charter.pages import MENU_KEY, part_or_404
from huaihai.governance.models import Meeting, Resolution
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.text.normalise import storable_name

NUMBER: Final = re.compile(r"(?P<word>\D*)(?P<year>20\d\d)-(?P<serial>\d{1,4})")
LONGEST_NAME: Final = 120


class EvidenceForm(PlainForm):
    """Three fields: a sentence, and what it points to."""

    text = Line(
        label=gettext_lazy("What does it show?"),
        help_text=gettext_lazy("One sentence that everybody may read. Names of people do not belong here."),
        max_length=300,
    )
    link = Line(
        label=gettext_lazy("Where does it stand?"),
        help_text=gettext_lazy(
            "Resolution 2026-3, meeting 2026-2, or the address of a page of this site. Leave it empty for a file."
        ),
        max_length=300,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("A PDF or a photo, at most 25 MB. Everybody will be able to open it."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("link") and not said.get("file") and not {"link", "file"} & self.errors.keys():
            self.add_error("link", _("Please write where it stands, or choose a file."))
        return said


@asking
@readers
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """The one page."""
    found, actor, today = part_or_404(key), actor_of(request), clock.today()
    if request.method != "POST" and verbs.writes_for(actor, key, on=today) is None:
        raise Http404
    question = Question(
        current=MENU_KEY,
        title=_("%(part)s: new evidence") % {"part": found.title},
        button=gettext_lazy("Publish it"),
        back=reverse("office-charter-part", args=[key]),
        back_label=found.title,
        lead=found.meaning,
    )
    return ask(
        request,
        question,
        form=EvidenceForm,
        act=lambda form: _written(key, form.cleaned_data, request),
        done=gettext_lazy("Written down. It is public at once."),
        to=question.back,
    )


def _written(key: str, said: dict[str, Any], request: HttpRequest) -> None:
    at = clock.now()
    if said["link"]:
        link, on = _link(said["link"], local_day(at))
    else:
        link, on = _file(said["file"]), local_day(at)
    verbs.add_evidence(key=key, text=said["text"], on=on, link=link, by=actor_of(request), at=at)


def _link(words: str, today: date) -> tuple[verbs.Link, date]:
    """What these words point to, and the day of it. Raises Unfit."""
    if numbered := NUMBER.fullmatch(words):
        return _numbered(numbered)
    if settings.SITE_URL:
        words = words.removeprefix(settings.SITE_URL)
    try:
        return verbs.Link(path=verbs.public_path(words)), today
    except Unfit as error:
        raise Unfit("link", error.message) from error


def _numbered(found: re.Match[str]) -> tuple[verbs.Link, date]:
    asked = {"year": int(found["year"]), "serial": int(found["serial"])}
    if found["word"].strip().lower() in ("meeting", "会议", "會議"):
        meeting = Meeting.objects.filter(stage="closed", **asked).first()
        if meeting is not None:
            return verbs.Link(meeting=meeting), local_day(meeting.begins_at)
    else:
        resolution = Resolution.objects.filter(**asked).first()
        if resolution is not None:
            return verbs.Link(resolution=resolution), resolution.adopted_on
    raise Unfit("link", _("There is no resolution or finished meeting with this number."))


def _file(upload: Any) -> verbs.Link:
    name = storable_name(upload.name or "")[-LONGEST_NAME:]
    return verbs.Link(file=stored(upload, field="file"), file_name=name)
