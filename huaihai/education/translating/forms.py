"""The words of a translation, part by part."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.education.models import PublicationVersion, Translation
from huaihai.education.translating.reading import FIELDS, generated
from huaihai.kit.form_fields import Line, SeenForm, Words

LABELS: dict[str, Promise | str] = {
    "title": _("Title"),
    "summary": pgettext_lazy("translation", "In short"),
    "what": pgettext_lazy("translation", "What it is about"),
    "harms": pgettext_lazy("translation", "Whom it harms"),
    "to_do": pgettext_lazy("translation", "What to do"),
    "to_turn": pgettext_lazy("translation", "Where to turn"),
    "places": pgettext_lazy("translation", "Places"),
    "evidence": pgettext_lazy("translation", "How we know"),
    "body": pgettext_lazy("translation", "The text"),
}
_LINES = {"title": 200, "summary": 300}
_LONGEST = 50_000  # characters of one part


class TranslationForm(SeenForm):
    """One field for each part that the original has."""

    def __init__(
        self,
        *args: Any,
        version: PublicationVersion,
        language: str,
        row: Translation | None,
        **options: Any,
    ) -> None:
        options["initial"] = _known(version, language, row)
        super().__init__(*args, seen=row.turn if row else 0, **options)
        self.version = version
        for name in FIELDS:
            if getattr(version, name):
                self.fields[name] = _field(name, language)

    def parts(self) -> list[tuple[str, Any]]:
        """The original's words of each part, and its field."""
        return [(getattr(self.version, name), self[name]) for name in FIELDS if name in self.fields]


def _field(name: str, language: str) -> forms.CharField:
    if name in _LINES:
        return Line(label=LABELS[name], max_length=_LINES[name], required=name == "title")
    field = Words(label=LABELS[name], max_length=_LONGEST, required=False)
    field.widget.attrs["lang"] = language
    field.widget.attrs["rows"] = 12 if name == "body" else 5
    return field


def _known(version: PublicationVersion, language: str, row: Translation | None) -> dict[str, str]:
    """What is written already; else what the converter writes, or what an earlier version's translation says of the
    parts that have not changed since."""
    if row is not None:
        return dict(row.words)
    if language == Translation.Language.TRADITIONAL:
        return generated(version)
    rows = Translation.objects.filter(
        version__publication=version.publication_id, language=language, version__number__lt=version.number
    )
    earlier = rows.select_related("version").order_by("-version__number").first()
    if earlier is None:
        return {}
    same = [name for name in FIELDS if getattr(earlier.version, name) == getattr(version, name)]
    return {name: earlier.words.get(name, "") for name in same}
