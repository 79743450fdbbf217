"""Translations for the staff: the list of texts, and one translation beside its original."""

from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education import powers
from huaihai.education.actions import translating
from huaihai.education.models import Publication, PublicationQuerySet, PublicationVersion, Translation
from huaihai.education.translating.forms import TranslationForm
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

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
        act=lambda form: translating.keep(
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
        act=lambda form: translating.review(
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
    if not translating.may_translate(version, actor_of(request)):
        raise Http404
    return version, LANGUAGES[language]


def _may(request: HttpRequest, row: Translation | None) -> dict[str, bool]:
    """Whether the reader may mark it reviewed, or somebody else has to (`waits`)."""
    if row is None or row.is_reviewed:
        return {"may_review": False, "waits": False}
    is_english = row.language == Translation.Language.ENGLISH
    is_own = row.written_by == actor_of(request).key
    waits = is_own and (is_english or not translating.says_the_same(row))
    return {"may_review": not waits, "waits": waits}


def _how_it_stands(row: Translation) -> str:
    return str(_("It is reviewed now.") if row.is_reviewed else _("Other words are kept now."))
