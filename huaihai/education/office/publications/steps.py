"""The page of one step of a publication."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.education import replies
from huaihai.education.actions import reviewing
from huaihai.education.models import Edition, Publication
from huaihai.education.office.publications import seen, told
from huaihai.education.office.publications.step_forms import options_for
from huaihai.education.office.publications.step_table import BY_NOUN, Step, left_to_sign
from huaihai.kit import clock, local_words


@readers
@asking
def step(request: HttpRequest, pk: UUID, noun: str) -> HttpResponse:
    """Show what it is about, ask, and do it."""
    found = BY_NOUN.get(noun)
    if found is None:
        raise Http404
    publication, actor = seen.publication(request, pk), actor_of(request)
    edition = seen.open_edition(publication)
    is_open = found.is_open(publication, edition)
    if is_open and not found.may(actor, publication, edition, clock.now()):
        raise Http404
    back = reverse("office-publication", args=[publication.pk])
    question = Question(
        current=seen.MENU,
        title=found.title,
        button=_button(request, found, edition),
        back=back,
        back_label=publication.title,
        lead=found.lead,
        tone=found.tone,
        closed=_waits(found, edition) if is_open else _closed(publication, edition),
        template="education/office/sign.html" if noun == "signature" else "education/office/step.html",
        context=_context(found, publication, edition),
        seen=lambda row: row.turn,
    )
    options = options_for(found.form, publication=publication, edition=edition, account=request.user)
    return ask(
        request,
        question,
        form=partial(found.form, **options),
        act=lambda form: found.act(publication, edition, form, actor, clock.now()),
        done=lambda result: _done(found, result),
        to=back,
    )


def _context(found: Step, publication: Publication, edition: Edition | None) -> dict[str, Any]:
    context: dict[str, Any] = {"publication": publication, "edition": edition, "shows_text": found.shows_text}
    if edition is None:
        return context
    version = edition.version or publication.current
    heard = replies.asked(publication) if found.shows_text else []
    asked = told.signatures(edition, at=clock.now()) if found.noun == "signature" else []
    return {**told.words(publication, version), **context, "asked": asked, "seen_replies": heard}


def _button(request: HttpRequest, found: Step, edition: Edition | None) -> str:
    if found.noun != "signature" or edition is None:
        return str(found.button)
    left = left_to_sign(actor_of(request), edition, at=clock.now())
    if not left:
        return str(found.button)
    if left[0].for_silent:
        return _("Sign for those that stayed silent")
    return _("Sign for %(body)s") % {"body": local_words.in_script(left[0].body.short_name)}


def _done(found: Step, result: Any) -> str:
    if found.noun == "signature" and result is True:
        return _("Signed. It was the last one that was needed: it is out.")
    return str(found.done)


def _waits(found: Step, edition: Edition | None) -> str:
    """Why the last review cannot be passed yet, said before anybody reads the whole text; empty if it can."""
    if found.noun != "review" or edition is None or not reviewing.is_last_review(edition):
        return ""
    try:
        reviewing.require_replies(edition, at=clock.now())
    except NotPossible as error:
        return str(error)
    return ""


def _closed(publication: Publication, edition: Edition | None) -> str:
    stands = edition.stage_label if edition else publication.get_state_display()
    return _("It is now: %(stage)s.") % {"stage": stands}
