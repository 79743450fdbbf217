"""Publications at the office: what waits for the reader first, one publication, and the rows behind a number."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import periods
from huaihai.desk import recent
from huaihai.desk.asking import Question, ask, asking, how_it_stands, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.desk.verbs import Desk, Link
from huaihai.education import content, powers
from huaihai.education.models import (
    Edition,
    Publication,
    PublicationQuerySet,
    Reply,
)
from huaihai.education.powers import WORKING
from huaihai.education.publications import approval, corrections, facts, verbs
from huaihai.education.publications.forms import SignatureForm
from huaihai.education.publications.life import EDITION
from huaihai.education.replies import facts as replies_facts
from huaihai.education.replies import noticing
from huaihai.education.waiting import to_review, to_sign
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.members.actors import Actor

if TYPE_CHECKING:
    from huaihai.members.models import Account

LISTS: dict[str, Promise | str] = {
    "review": gettext_lazy("To review"),
    "sign": gettext_lazy("To sign"),
    "replies": gettext_lazy("Replies awaited"),
    "drafts": gettext_lazy("Drafts"),
    "way": gettext_lazy("On their way"),
    "out": pgettext_lazy("publications", "Out"),
}
COUNTED = ("review", "sign", "replies", "drafts")
TONES = {"draft": "calm", "signing": "warn", "out": "ok", "dropped": "calm"}


@dataclass(frozen=True)
class Choice:
    """One list; `count` is given where something waits."""

    name: str
    label: Promise | str
    count: int | None
    is_chosen: bool


@readers
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """One of the lists; without a choice the first in which something waits."""
    actor, at = actor_of(request), clock.now()
    rows = facts.publications(request)
    counts = {name: in_list(rows, name, actor, at).count() for name in COUNTED}
    chosen = request.GET.get("list", "")
    if chosen not in LISTS:
        chosen = next((name for name in ("sign", "review", "replies", "drafts") if counts[name]), "out")
    page = page_of(_ordered(in_list(rows, chosen, actor, at), chosen), request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": [(row, _edition(row), _tone(row)) for row in page.rows],
        "choices": [Choice(name, label, counts.get(name), name == chosen) for name, label in LISTS.items()],
        "may_write": bool(actor.roles & WORKING),
    }
    return show(request, "education/office/list.html", current=facts.MENU, **context)


def in_list(rows: PublicationQuerySet, name: str, actor: Actor, at: datetime) -> PublicationQuerySet:
    """The publications of one list."""
    editions = Edition.objects.open()
    match name:
        case "review":
            return rows.filter(pk__in=to_review(editions, actor).values("publication"))
        case "sign":
            return rows.filter(pk__in=to_sign(editions, actor, at).values("publication"))
        case "replies":
            awaited = Reply.objects.awaited(at).filter(publication__in=editions.values("publication"))
            return rows.filter(pk__in=awaited.values("publication"))
        case "drafts":
            begun = Q(pk__in=editions.filter(stage="draft").values("publication"))
            return rows.filter(begun | Q(state=Publication.State.DRAFT, editions=None))
        case "way":
            return rows.filter(pk__in=editions.exclude(stage="draft").values("publication"))
    return rows.exclude(state=Publication.State.DRAFT)


def _ordered(rows: PublicationQuerySet, name: str) -> PublicationQuerySet:
    on_the_way = Edition.objects.open().select_related("version")
    ordered = (
        rows.order_by(F("out_at").desc(nulls_last=True), "-published_on", "-pk")
        if name == "out"
        else rows.order_by("-pk")
    )
    return ordered.prefetch_related(Prefetch("editions", on_the_way, to_attr="open_editions"))


def _edition(row: Publication) -> Edition | None:
    found: list[Edition] = row.open_editions  # type: ignore[attr-defined]  # prefetched above
    return found[0] if found else None


def _tone(row: Publication) -> str:
    edition = _edition(row)
    if edition is not None:
        return "late" if edition.is_urgent else TONES.get(edition.stage, "")
    return {"published": "ok", "withdrawn": "late"}.get(row.state, "calm")


WITH_PAPERS = (*Publication.ALERTS, Publication.Kind.STORY)


@readers
@require_safe
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands, and what comes next."""
    held, actor, at = facts.publication(request, pk), actor_of(request), clock.now()
    recent.opened(request, held.title)
    edition = verbs.edition_of(held)
    version = edition.version if edition and edition.version else held.current
    may_write = powers.may_write(actor, held.publisher, at=at)
    is_draft = edition is not None and edition.stage == "draft"
    context: dict[str, Any] = {
        **facts.text_facts(held, version),
        "edition": edition,
        "steps": EDITIONS.offered(actor, edition) if edition else PUBLICATIONS.offered(actor, held),
        "may_write": may_write and edition is not None and is_draft and edition.version,
        "missing": content.missing(version, kind=held.kind)
        if edition and is_draft and edition.version
        else [],
        "unheard": noticing.unheard(edition) if edition and is_draft and may_write else [],
        "asked": facts.signatures(edition, at=at) if edition and edition.stage == "signing" else [],
        "reviews": facts.reviews(held),
        "replies": [(row, replies_facts.of(row).due_on, row.holds_back(at)) for row in held.replies.all()],
        "editions": _editions(held),
        "count": held.versions.count(),
        "receipts_url": way("publication-receipts", held.pk),
        "has_papers": held.state == Publication.State.PUBLISHED and held.kind in WITH_PAPERS,
        "works": powers.works(actor),
        "public_url": held.get_absolute_url() if held.state != Publication.State.DRAFT else "",
    }
    return show(request, "education/office/publication.html", current=facts.MENU, **context)


def _editions(held: Publication) -> list[tuple[Edition, list[str]]]:
    """What went out or was dropped, the newest first, with those who signed."""
    rows = held.editions.filter(stage__in=["out", "dropped"]).select_related("version")
    ended = rows.prefetch_related("signatures__body").order_by("-number")
    return [
        (row, [one.body.short_name for one in row.signatures.all() if _stands(row, one)]) for row in ended
    ]


def _stands(edition: Edition, signature: Any) -> bool:
    return bool(signature.submission == edition.submission)


@readers
@require_safe
def went_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Of all bodies, each with its public page; without days the present quarter."""
    if kind not in facts.KINDS:
        raise Http404
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given) or periods.quarter_of(clock.today())
    rows = facts.went_out(period).filter(kind=kind).select_related("publisher")
    return show(
        request,
        "education/office/out.html",
        current=facts.MENU,
        kind=Publication.Kind(kind),
        span=periods.span(period),
        page=page_of(rows, request.GET.get("page")),
    )


@readers
@asking
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Signing exactly the text that is shown, for the body that the button names."""
    edition, actor = newest_edition(request, pk), actor_of(request)
    left, is_open = approval.left_to_sign(actor, edition, at=clock.now()), EDITION.can("sign", edition.stage)
    if is_open and not left:
        raise Http404
    question = Question(
        current=facts.MENU,
        title=gettext_lazy("Sign the text"),
        button=_signs_for(left),
        back=_home(edition.publication),
        back_label=edition.publication.title,
        lead=gettext_lazy(
            "You sign exactly the text below. With the last signature that is needed it takes effect."
        ),
        tone="seal",
        closed="" if is_open else how_it_stands(edition),
        template="education/office/sign.html",
        context=_words(edition) | {"asked": facts.signatures(edition, at=clock.now())},
        seen=lambda row: row.turn,
    )
    initial = {"text_hash": edition.text_hash}
    return ask(
        request,
        question,
        form=partial(SignatureForm, account=cast("Account", request.user), initial=initial),
        act=lambda form: approval.sign(
            edition,
            text_hash=form.cleaned_data["text_hash"],
            for_silent=bool(left) and left[0].for_silent,
            by=actor,
            at=clock.now(),
        ),
        done=lambda is_out: (
            _("Signed. It was the last one that was needed: it is out.") if is_out else _("Signed.")
        ),
        to=question.back,
    )


def _signs_for(left: list[powers.Signing]) -> str:
    if not left:
        return _("Sign the text")
    if left[0].for_silent:
        return _("Sign for those that stayed silent")
    return _("Sign for %(body)s") % {"body": local_words.in_script(left[0].body.short_name)}


def newest_edition(request: HttpRequest, pk: UUID) -> Edition:
    """The last edition of a publication that the reader works on, or 404."""
    rows = facts.publication(request, pk).editions.select_related("version", "publication__publisher")
    newest: Edition = get_object_or_404(rows.order_by("-number")[:1])
    return newest


def _words(edition: Edition) -> dict[str, Any]:
    """The text of an edition as the pages of its verbs show it."""
    publication = edition.publication
    return {
        **facts.text_facts(publication, edition.version or publication.current),
        "seen_replies": replies_facts.asked_replies(publication),
        "edition": edition,
    }


def _waits(edition: Edition, verb: str) -> tuple[str, ...]:
    """Why the last review cannot be passed yet, said before anybody reads the whole text."""
    if verb != "pass" or not approval.is_last_review(edition):
        return ()
    try:
        approval.require_replies(edition, at=clock.now())
    except NotPossible as error:
        return (str(error),)
    return ()


def _is_elsewhere(publication: Publication, verb: str) -> tuple[str, ...]:
    """How it stands, where this verb does not begin there."""
    if verbs.is_draft(publication) if verb == "open" else corrections.is_out(publication):
        return ()
    edition = verbs.edition_of(publication)
    stands = edition.stage_label if edition else publication.get_state_display()
    return (_("It is now: %(stage)s.") % {"stage": stands},)


def _home(publication: Publication) -> str:
    return reverse("office-publication", args=[publication.pk])


EDITIONS = Desk[Edition](
    "office-publication",
    find=newest_edition,
    home=lambda edition: _home(edition.publication),
    called=lambda edition: edition.publication.title,
    life=EDITION,
    hinders=_waits,
    not_now=how_it_stands,
    keys=lambda edition: [edition.publication_id],
    carries=lambda edition: edition.turn,
    context=_words,
    current=facts.MENU,
    thing="edition",
    template="education/office/step.html",
    verbs=(
        Link(
            "sign",
            "office-publication-signature",
            gettext_lazy("Sign the text"),
            tone="seal",
            may=lambda actor, edition: bool(approval.left_to_sign(actor, edition, at=clock.now())),
        ),
        approval.pass_review,
        approval.submit,
        approval.send_back,
        verbs.drop,
    ),
)
PUBLICATIONS = Desk[Publication](
    "office-publication",
    find=facts.publication,
    home=_home,
    called=lambda publication: publication.title,
    hinders=_is_elsewhere,
    current=facts.MENU,
    thing="publication",
    template="education/office/step.html",
    verbs=(verbs.open_draft, corrections.open_update, corrections.open_withdrawal),
)
