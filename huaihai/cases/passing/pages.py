"""At the desk: offering a case, reading what is offered, and answering; for the consumer, taking the consent back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import life
from huaihai.cases.consumer.tracking.access import with_case
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import Case, Passage
from huaihai.cases.passing import facts, forms, own, reading, redacting, threads, verbs
from huaihai.cases.passing.sending import REFUSED
from huaihai.cases.passport import page as passport_page
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.desk.asking import Question, ask, asking, outside, show
from huaihai.desk.codes import grouped
from huaihai.kit import clock, guards
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import PlainForm
from huaihai.kit.network import whole
from huaihai.members.actors import Actor

SHOWN_ONCE = "passage_code"


@asking
@guards.staff(*CASEWORK)
def offer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """To whom; then the words for the consumer, what leaves and what does not."""
    situation = situation_of(request, case_id)
    case = situation.case
    if life.BODY not in situation.parties or not facts.open_peers():
        raise Http404
    back, title = reverse("desk-case", args=[case.pk]), _("Hand over to another alliance")
    beside = facts.beside(situation)
    chosen = forms.Receiver(request.GET if "receiver" in request.GET else None, peers=facts.receivers(case))
    if beside.may_offer and not chosen.is_valid():
        return show(
            request,
            "cases/passing/receiver.html",
            current="",
            title=title,
            form=chosen,
            back=back,
            back_label=case.title or str(case),
            is_demo=settings.DEMO,
        )
    to = chosen.facts() if beside.may_offer else {}
    receiver = to["peer"].title if to.get("peer") else to.get("guest_title", "")
    words = verbs.consent_words(receiver)

    def act(form: forms.Offer) -> Passage:
        passage, code = verbs.offer(
            case, **to, **form.facts(), by=situation.actor, at=clock.now(), seen=form.version_seen
        )
        if code:
            request.session[SHOWN_ONCE] = {str(passage.pk): grouped(code)}
        return passage

    def shows() -> dict[str, Any]:
        consent = {"given_on": clock.today().isoformat(), "words": words}
        told = redacting.case(case, consent=consent, at=clock.now())
        leaves = reading.preview(told, today=clock.today())
        return {"leaves": leaves, "words": words, "receiver": receiver, "is_demo": settings.DEMO}

    return ask(
        request,
        Question(
            current="",
            title=_("Hand over to %(receiver)s") % {"receiver": receiver} if receiver else title,
            button=_("Offer the case"),
            back=back,
            back_label=case.title or str(case),
            lead=_(
                "The case stays with you and its time limits run on, until the other side has accepted it. From that "
                "moment it is theirs; nobody has to do anything here."
            ),
            template="cases/passing/offer.html",
            refusal="",
            closed="" if beside.may_offer else _why_not(beside),
            shows=shows if beside.may_offer else dict,
            now=lambda row: _("It is now: %(stage)s.") % {"stage": row.stage_info.desk},
        ),
        form=partial(forms.Offer, seen=case.version, words=words),
        act=act,
        done=_("The case was offered."),
        to=lambda passage: reverse("desk-passing", args=[passage.pk]),
    )


def _why_not(beside: facts.Beside) -> str:
    if any(one.stand in facts.OPEN for one in beside.rows):
        return _("This case has been offered already.")
    return _("As the case stands now, it cannot go to another alliance.")


@dataclass(frozen=True)
class Act:
    """One thing that can be done with a passage: the kind of its message, and how it is asked for."""

    kind: str
    noun: str
    words: Promise | str
    follows: Promise | str
    form: type[PlainForm]
    verb: Callable[..., Any]
    done: Promise | str
    tone: str = ""


ACTS = {
    one.noun: one
    for one in (
        Act(
            "acceptance",
            "acceptance",
            gettext_lazy("Accept the case"),
            gettext_lazy(
                "You bind yourselves to take it. The other side then hands it over by a deed, mostly within a minute: "
                "from then on it is yours, with a number of your own. Until then it is theirs."
            ),
            forms.Bare,
            verbs.accept,
            gettext_lazy("Accepted. It is yours once the deed has come."),
            "seal",
        ),
        Act(
            "refusal",
            "refusal",
            pgettext_lazy("passage", "Do not take it"),
            gettext_lazy("The case stays with the other side, which reads your ground."),
            forms.Refusal,
            verbs.refuse,
            gettext_lazy("The other side is told."),
        ),
        Act(
            "withdrawal",
            "withdrawal",
            gettext_lazy("Take the offer back"),
            gettext_lazy(
                "The case stays with you. If the other side has accepted meanwhile, it is free again."
            ),
            forms.Withdrawal,
            verbs.withdraw,
            gettext_lazy("The offer was taken back. The case stays with you."),
        ),
        Act(
            "answer",
            "answer",
            gettext_lazy("Answer the question"),
            gettext_lazy("The first question that waits."),
            forms.Said,
            verbs.answer,
            gettext_lazy("The answer leaves now."),
            "seal",
        ),
        Act(
            "question",
            "question",
            gettext_lazy("Ask the other side"),
            gettext_lazy("Nothing else changes by it."),
            forms.Said,
            verbs.ask,
            gettext_lazy("The question leaves now."),
        ),
        Act(
            "return",
            "giving-back",
            gettext_lazy("Give the case back"),
            gettext_lazy("It stays yours until the other side has accepted."),
            forms.Said,
            verbs.give_back,
            gettext_lazy("The return was offered."),
        ),
    )
}


@require_safe
@guards.staff(*CASEWORK)
def passage(request: HttpRequest, passage_id: UUID) -> HttpResponse:
    """The offered case, what was written to and fro, and what can be done now."""
    found, actor = _seen(request, passage_id)
    held, today = threads.read(found), clock.today()
    case = found.case
    sees_case = case is not None and Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    is_others = found.stand in (Passage.Stand.OFFERED, Passage.Stand.BOUND) or found.came_at is not None
    return show(
        request,
        "cases/passing/passage.html",
        current="",
        passage=found,
        title=found.other_title,
        case=case if sees_case else None,
        lines=reading.lines(held, us=_("us")),
        told=reading.offered(held, today=today, is_open=False) if is_others or not sees_case else {},
        acts=[one for one in ACTS.values() if one.kind in _may(held)],
        code=request.session.pop(SHOWN_ONCE, {}).get(str(found.pk), ""),
        deed=reading.deed(held),
        is_demo=settings.DEMO and found.peer_id is not None,
        was_refused=found.last_error == REFUSED,
        is_guest=found.peer_id is None,
        today=today,
    )


@asking
@guards.staff(*CASEWORK)
def act(request: HttpRequest, passage_id: UUID, noun: str) -> HttpResponse:
    """One thing that can be done with it."""
    one = ACTS.get(noun)
    if one is None:
        raise Http404
    found, actor = _seen(request, passage_id)
    back = reverse("desk-passing", args=[found.pk])
    may = _may(threads.read(found))
    return ask(
        request,
        Question(
            current="",
            title=one.words,
            button=one.words,
            back=back,
            back_label=found.other_title,
            lead=one.follows,
            tone=one.tone,
            closed="" if one.kind in may else _("This is not possible any more. Please read the page again."),
        ),
        form=one.form,
        act=lambda form: one.verb(found, **form.facts(), by=actor, at=clock.now()),
        done=one.done,
        to=back,
    )


@require_safe
@guards.staff(*CASEWORK)
def paper(request: HttpRequest, passage_id: UUID) -> HttpResponse:
    """The offer as one page, for a body without a program. The code is told apart from it."""
    found, _actor = _seen(request, passage_id)
    held = threads.read(found)
    offered = next((one for one in held.mine if one.kind == "offer"), None)
    if offered is None or found.peer_id is not None:
        raise Http404
    where = whole(request, reverse("passport-answer"))
    page = passport_page.page(
        offered, own.me(), receiver=found.guest_title, answer_at=where, moment=reading.moment
    )
    answer = HttpResponse(page)
    filename = _("Handing over %(number)s") % {"number": offered.body["case"]["number"]}
    name = content_disposition_header(as_attachment=True, filename=f"{filename}.html")
    answer.headers["Content-Disposition"] = name or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@asking
@with_case
def own_passing(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Where the complaint is; as long as it was not handed over, the consent can be taken back."""
    found = facts.of_consumer(case)
    if found is None:
        raise Http404
    row, words = found
    is_open = row.stand == Passage.Stand.OFFERING
    context: Mapping[str, Any] = {
        "case": case,
        "words": words,
        "outcome": reading.outcome(row),
        "address": own.known(row.peer).address.removesuffix(own.PATH) if row.peer else "",
        "since": local_day(row.begun_at),
        "is_open": is_open,
    }
    return ask(
        request,
        outside("cases/passing/own.html", context=dict(context), closed="" if is_open else words),
        form=forms.Bare,
        act=lambda _form: verbs.withdraw(row, by=actor, at=clock.now()),
        done=_("Your consent was taken back. Your complaint stays here."),
        to=reverse("my-case", args=[case.pk]),
    )


def _may(held: threads.Held) -> set[str]:
    """What is offered here: no return of what cannot go, and no questions once it stays here."""
    may, row, case = held.thread.may(), held.passage, held.passage.case
    if case is not None and not verbs.is_free(case):
        may.discard("return")
    stays = row.stand == Passage.Stand.MINE and row.came_at is None
    if stays or (row.stand == Passage.Stand.THEIRS and row.case is None):
        may.discard("question")
    return may


def _seen(request: HttpRequest, passage_id: UUID) -> tuple[Passage, Actor]:
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    rows = Passage.objects.visible_to(actor).select_related("peer", "case", "body")
    return get_object_or_404(rows, pk=passage_id), actor
