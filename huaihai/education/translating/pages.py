"""Translations for the staff: the list of texts, and one translation beside its original, part by part."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education import powers
from huaihai.education.models import Publication, PublicationQuerySet, PublicationVersion, Translation
from huaihai.education.translating import verbs
from huaihai.education.translating.reading import FIELDS, generated
from huaihai.kit import clock
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

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


MENU_KEY = "translations"
LANGUAGES = {"zh-hant": Translation.Language.TRADITIONAL, "en": Translation.Language.ENGLISH}
_LEADS = {
    Translation.Language.TRADITIONAL: _(
        "Readers of traditional characters get what the converter writes until it is reviewed. "
        "Correct what is wrong, keep it, and mark it reviewed."
    ),
    Translation.Language.ENGLISH: _(
        "Write for a visitor who is here for two days. Readers get it once somebody else has reviewed it."
    ),
}


@require_safe
@readers
def translations(request: HttpRequest) -> HttpResponse:
    """Warnings and texts, the newest first, with how their translations stand."""
    rows = _rows(actor_of(request)).published().filter(shown__isnull=False).order_by("-published_on", "-id")
    context = {
        "page": page_of(_with_states(rows), request.GET.get("page")),
        "works": powers.works(actor_of(request)),
    }
    return render(request, "education/translating/list.html", frame(request, MENU_KEY) | context)


@asking
@readers
def translation(request: HttpRequest, version_id: UUID, language: str) -> HttpResponse:
    """The original beside its translation, to be written or corrected."""
    version, chosen = _version(request, version_id, language)
    row = version.translations.filter(language=chosen).first()
    return ask(
        request,
        Question(
            current=MENU_KEY,
            title=version.title,
            button=_("Keep it"),
            back=reverse("office-translations"),
            back_label=_("Translations"),
            lead=_LEADS[chosen],
            template="education/translating/translation.html",
            context={
                "version": version,
                "row": row,
                "language": chosen,
                "code": language,
                **_may(request, row),
            },
            now=_how_it_stands,
            seen=lambda held: held.turn,
        ),
        form=partial(TranslationForm, version=version, language=chosen, row=row),
        act=lambda form: verbs.keep(
            version, chosen, form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("It is kept. It needs a review."),
        to=reverse("office-translation", args=[version.pk, language]),
    )


@asking
@readers
def review(request: HttpRequest, version_id: UUID, language: str) -> HttpResponse:
    """It is right as it stands."""
    version, chosen = _version(request, version_id, language)
    row = version.translations.filter(language=chosen).first()
    address = reverse("office-translation", args=[version.pk, language])
    return ask(
        request,
        Question(
            current=MENU_KEY,
            title=_("Mark it reviewed"),
            button=_("It is right, readers may have it"),
            back=address,
            back_label=version.title,
            is_shown=row is not None,
            now=_how_it_stands,
            seen=lambda held: held.turn,
        ),
        form=partial(SeenForm, seen=row.turn if row else 0),
        act=lambda form: verbs.review(
            version, chosen, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("It is reviewed; readers get it now."),
        to=address,
    )


def _rows(actor: Actor) -> PublicationQuerySet:
    return Publication.objects.worked_on_by(actor)


def _with_states(rows: PublicationQuerySet) -> PublicationQuerySet:
    """Each with whether its shown version has a reviewed translation, or one that waits for a review."""
    held = Translation.objects.filter(version=OuterRef("shown"))
    done = {
        f"{name}_done": Exists(held.filter(language=language, reviewed_at__isnull=False))
        for name, language in (("hant", "zh-Hant"), ("en", "en"))
    }
    return rows.annotate(en_waits=Exists(held.filter(language="en", reviewed_at=None)), **done)


def _version(
    request: HttpRequest, version_id: UUID, language: str
) -> tuple[PublicationVersion, Translation.Language]:
    """A version that the reader works on; any other is not there."""
    if language not in LANGUAGES:
        raise Http404
    version = get_object_or_404(PublicationVersion.objects.select_related("publication"), pk=version_id)
    if not verbs.may_translate(version, actor_of(request)):
        raise Http404
    return version, LANGUAGES[language]


def _may(request: HttpRequest, row: Translation | None) -> dict[str, bool]:
    """Whether the reader may mark it reviewed, or somebody else has to (`waits`)."""
    if row is None or row.is_reviewed:
        return {"may_review": False, "waits": False}
    is_english = row.language == Translation.Language.ENGLISH
    is_own = row.written_by == actor_of(request).key
    waits = is_own and (is_english or not verbs.says_the_same(row))
    return {"may_review": not waits, "waits": waits}


def _how_it_stands(row: Translation) -> str:
    return str(_("It is reviewed now.") if row.is_reviewed else _("Other words are kept now."))
