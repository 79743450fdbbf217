"""All versions of a text, and what differs between two of them: part by part, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.education.models import Edition, PublicationVersion
from huaihai.education.publications import facts
from huaihai.education.publications.facts import names_of
from huaihai.kit import local_words
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi
from huaihai.law import kinds

# Chinese has no spaces: a character is a word; letters and digits hold together.
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
MOST_LINES = 40  # more that differ at a stretch are shown as a whole
LABELS: dict[str, Promise | str] = {
    "title": pgettext_lazy("publication", "Title"),
    "summary": gettext_lazy("In one or two sentences"),
    "what": pgettext_lazy("publication", "What is it about?"),
    "severity": gettext_lazy("How bad may it get?"),
    "harms": gettext_lazy("Whom does it harm?"),
    "to_do": gettext_lazy("What should people do?"),
    "to_turn": gettext_lazy("Where can they turn?"),
    "places": gettext_lazy("Where does it happen?"),
    "period": pgettext_lazy("publication", "Period"),
    "evidence": gettext_lazy("How do we know?"),
    "products": gettext_lazy("Products, as it stands on the goods"),
    "body": gettext_lazy("Text"),
    "basis": gettext_lazy("On which law does it stand?"),
    "source_name": gettext_lazy("Source of the facts"),
    "cities": gettext_lazy("Which cities does it concern?"),
    "topics": gettext_lazy("Which goods or services?"),
}


@dataclass(frozen=True)
class Piece:
    """A run of words: the same in both, only in the old one, or only in the new one."""

    text: str
    kind: Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Change:
    """One part that differs."""

    label: Promise | str
    pieces: list[Piece]


def changes(old: PublicationVersion, new: PublicationVersion) -> list[Change]:
    """The parts that differ, in the order of the page."""
    before, after = _said(old), _said(new)
    return [
        Change(label, list(pieces(before[name], after[name])))
        for name, label in LABELS.items()
        if before[name] != after[name]
    ]


def pieces(old: str, new: str) -> Iterator[Piece]:
    """Both texts in one, run by run: lines that are the same first, then the words of those that are not."""
    a, b = (show_bidi(text).splitlines(keepends=True) for text in (old, new))
    for gone, added in _runs(a, b):
        if gone == added:
            yield Piece("".join(gone), "same")
        elif len(gone) + len(added) > MOST_LINES:
            yield from _piece("".join(gone), "".join(added))
        else:
            for less, more in _runs(_WORD.findall("".join(gone)), _WORD.findall("".join(added))):
                yield from _piece("".join(less), "".join(more))


def _runs(a: list[str], b: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for _tag, start, end, begin, stop in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield a[start:end], b[begin:stop]


def _piece(gone: str, added: str) -> Iterator[Piece]:
    if gone == added:
        yield Piece(gone, "same")
        return
    if gone:
        yield Piece(gone, "gone")
    if added:
        yield Piece(added, "new")


def _said(version: PublicationVersion) -> dict[str, str]:
    names = {f"city:{city.code}": city.name for city in alliance.load().cities}
    special = {
        "period": " – ".join(str(day or "") for day in (version.period_from, version.period_until)),
        "products": "\n".join(_product(row) for row in version.products.all()),
        "basis": "\n".join(version.basis),
        "cities": "、".join(local_words.place(names.get(key, key)) for key in version.cities),
        "topics": "、".join(local_words.said(kinds.BY_CODE[code]) for code in version.topics),
        "severity": str(version.get_severity_display()),
    }
    return {name: special[name] if name in special else getattr(version, name) for name in LABELS}


def _product(row: object) -> str:
    names = ("brand", "name", "model", "barcode", "batches", "made_from", "made_until", "maker")
    return " · ".join(str(getattr(row, name)).replace("\n", ", ") for name in names if getattr(row, name))


@readers
@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The versions, newest first; two of them side by side (the last two, unless chosen)."""
    publication = facts.publication(request, pk)
    rows = publication.versions.defer("original", "body").order_by("-number")
    page = page_of(rows, request.GET.get("page"))
    names = names_of(row.written_by for row in page.rows)
    old, new = _chosen(request, publication.versions.prefetch_related("products"))
    out = dict(
        Edition.objects.filter(publication=publication, stage="out", version__isnull=False)
        .order_by("number")
        .values_list("version__number", "out_at")
    )
    context: dict[str, Any] = {
        "publication": publication,
        "page": page,
        "rows": [(row, names[row.written_by], out.get(row.number)) for row in page.rows],
        "old": old,
        "new": new,
        "changes": changes(old, new) if old and new else [],
    }
    return show(request, "education/office/versions.html", current=facts.MENU, **context)


def _chosen(
    request: HttpRequest, rows: QuerySet[PublicationVersion]
) -> tuple[PublicationVersion | None, PublicationVersion | None]:
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    numbers = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 5]
    if len(numbers) == len(asked):
        found = {row.number: row for row in rows.filter(number__in=numbers)}
        return found.get(min(numbers)), found.get(max(numbers))
    last = list(rows.order_by("-number")[:2])
    return (last[1], last[0]) if len(last) > 1 else (None, None)
