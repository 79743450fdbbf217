"""The register of resolutions, one with its file, and the check of any signed file."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import alliance
from huaihai.governance import verifying
from huaihai.governance.models import AgreementVersion, Dossier, Minutes, Motion, Resolution
from huaihai.governance.models.resolution import ResolutionQuerySet
from huaihai.governance.resolutions import facts, verbs
from huaihai.kit import clock, guards, local_words, signing, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.text.scripts import simplified_char
from huaihai.members.actors import Actor

LONGEST_QUERY = 60  # characters
MOST_WORDS = 5
IN_FEED = 30
NUMBER = re.compile(r"([1-9][0-9]{3})-([1-9][0-9]{0,3})", re.ASCII)
YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
ANYBODY = Actor.public()  # what is public is the same for everybody, signed in or not


@require_safe
@guards.same_for_all
def register(request: HttpRequest) -> HttpResponse:
    """Newest first; `q` are words or a number, `year` a year."""
    today = clock.today()
    query, year = _typed(request.GET.get("q", "")), request.GET.get("year", "")
    rows = found(query, year)
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, facts.state_of(row, today)) for row in page.rows],
        "query": query,
        "year": year if YEAR.fullmatch(year) else "",
        "years": list(held().order_by("-year").values_list("year", flat=True).distinct()),
    }
    return render(request, "governance/public/decisions/register.html", context)


@require_safe
@guards.public
def feed(request: HttpRequest) -> HttpResponse:
    """The newest resolutions for feed readers."""
    return _FEED(request)


def held() -> ResolutionQuerySet:
    """The register."""
    return Resolution.objects.visible_to(ANYBODY)


def by_number(number: str) -> ResolutionQuerySet:
    """The one resolution of this number, or none."""
    match = NUMBER.fullmatch(number)
    return held().filter(year=int(match[1]), serial=int(match[2])) if match else held().none()


def found(query: str, year: str) -> ResolutionQuerySet:
    """Resolutions that hold every word in title, text or number, of one year if it is given; newest first."""
    rows = held().select_related("count", "repealed_by")
    if YEAR.fullmatch(year):
        rows = rows.filter(year=int(year))
    for word in query.split()[:MOST_WORDS]:
        wanted = Q(title__icontains=word) | Q(text__icontains=word)
        if match := NUMBER.fullmatch(word):
            wanted |= Q(year=int(match[1]), serial=int(match[2]))
        rows = rows.filter(wanted)
    return rows.order_by("-year", "-serial")


def _typed(query: str) -> str:
    """Cut, simplified, and without what no database keeps."""
    kept = (char for char in query[:LONGEST_QUERY] if char.isprintable() or char.isspace())
    return "".join(simplified_char(char) for char in kept).strip()


class _Register(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Resolutions of %(alliance)s") % {
            "alliance": local_words.in_script(alliance.load().short_name)
        }

    def link(self) -> str:
        return reverse("resolutions")

    def feed_url(self) -> str:
        return reverse("resolutions-feed")

    def items(self) -> list[Resolution]:
        return list(found("", "")[:IN_FEED])

    def item_title(self, item: Resolution) -> str:
        return f"{item.number} {item.title}"

    def item_description(self, item: Resolution) -> str:
        day = _("In force from %(day)s.") % {"day": spoken.full_day(item.in_force_from)}
        return linebreaks(f"{day}\n\n{item.text}", autoescape=True)  # Atom says that it is HTML

    def item_link(self, item: Resolution) -> str:
        return reverse("resolution", args=[item.number])

    def item_pubdate(self, item: Resolution) -> datetime:
        return item.count.counted_at

    def item_updateddate(self, item: Resolution) -> datetime:
        return item.count.counted_at


_FEED = _Register()


@require_safe
@guards.same_for_all
def resolution(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about it on one page that can be printed."""
    row = resolution_or_404(number)
    motion, count, today = row.motion, row.count, clock.today()
    votes = facts.votes_of(motion, count)
    context = {
        "resolution": row,
        "state": facts.state_of(row, today),
        "motion": motion,
        "count": count,
        "members": len(count.members),
        "is_written": motion.mode == Motion.Mode.WRITTEN,
        "is_weighty": motion.terms.get("weight") == Motion.Weight.WEIGHTY,
        "changes": facts.changes_of(row),
        "votes": votes,
        "has_reasons": any(vote.reason for vote in votes),
        "minutes": _approved_minutes(row),
        "duties": facts.duties_of(row, today),
        "history": facts.history_of(motion),
        "repeals": list(row.repeals.all()),
        "dossier": _dossier(row),
        "file_name": _file_name(row),
        "today": today,
    }
    return render(request, "governance/public/decisions/resolution.html", context)


@require_safe
@guards.public
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Vote, minutes and text as one signed file. 404 until the minutes are approved."""
    row = resolution_or_404(number)
    dossier = _dossier(row)
    if dossier is None:
        raise Http404
    return HttpResponse(
        verbs.as_file(dossier),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{_file_name(row)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def resolution_or_404(number: str) -> Resolution:
    rows = by_number(number).select_related(
        "count",
        "repealed_by",
        "motion__meeting",
        "motion__proposed_by",
        "dossier",
    )
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _approved_minutes(row: Resolution) -> Minutes | None:
    motion = row.motion
    if motion.meeting is None:
        rows = motion.minutes_of_rounds.filter(round=row.count.round)
    else:
        rows = Minutes.objects.filter(meeting=motion.meeting)
    return rows.filter(approved_at__isnull=False).first()


def _dossier(row: Resolution) -> Dossier | None:
    return getattr(row, "dossier", None)


def _file_name(row: Resolution) -> str:
    return f"{alliance.load().key}-resolution-{row.number}.json"


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
    row = by_number(subject.name).first()
    if row is None:
        return False, ""
    held = Dossier.objects.filter(resolution=row, content_hash=verifying.content_hash(file))
    return held.exists(), reverse("resolution", args=[row.number])


def _of_agreement(file: bytes, subject: verifying.Subject) -> tuple[bool, str]:
    version = AgreementVersion.objects.visible_to(ANYBODY).filter(key=subject.name).first()
    if version is None:
        return False, ""
    # Bodies go on signing, so any file that was kept counts, not the newest alone.
    held = version.files.filter(content_hash=verifying.content_hash(file))
    return held.exists(), reverse("alliance-agreement-version", args=[version.key])
