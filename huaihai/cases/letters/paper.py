"""At the desk: send a letter code, print the letter or read the code out, once; end it; how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import case_facts
from huaihai.cases.letters import codes
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.letters.opening import SendLetter
from huaihai.cases.letters.verbs import Issued
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.situation import CASEWORK, Situation, as_officer
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk.asking import MakeForm, Question, ask, asking, press
from huaihai.desk.codes import grouped
from huaihai.desk.frame import no_frame
from huaihai.desk.papers import squares
from huaihai.kit import clock, contact_codes, guards
from huaihai.kit.clock import local_day
from huaihai.kit.network import whole
from huaihai.record.models import Event


@dataclass(frozen=True)
class State:
    """The newest letter, in words; whether it still opens the case, and whether it was locked."""

    letter: LetterCode
    words: Promise | str
    is_good: bool
    is_locked: bool


def of(case: Case, *, at: datetime) -> State | None:
    """The newest letter of the case, or None if none was ever sent."""
    letter = None if case.has_no("letters") else case.letters.order_by("-issued_at", "-id").first()
    if letter is None:
        return None
    letter.case = case
    is_good = letters_verbs.is_good(letter, at)
    words: Promise | str
    if not is_good:
        words = gettext_lazy("It opens nothing any more.")
    elif letter.locked_at is not None:
        words = gettext_lazy("Locked after five wrong tries. Please send a new one.")
    elif letter.first_used_at is not None:
        words = gettext_lazy("The business has opened it.")
    else:
        words = gettext_lazy("Not opened yet.")
    is_locked = is_good and letter.locked_at is not None
    return State(letter, words, is_good and not is_locked, is_locked)


def call_asked(history: Iterable[Event]) -> str:
    """The business's telephone and when to call, if it asked for a call and nobody has noted one since; else ""."""
    last = [event for event in history if event.verb in ("call_asked", "call_back")][-1:]
    return last[0].text if last and last[0].verb == "call_asked" else ""


CODES = "letter_codes"  # session key: letter → its code, until it is shown
MOST_CODES = 20
TITLE = "致商家的信"  # as the square calls it, whatever language the officer reads


@guards.staff(*CASEWORK)
@never_cache
@asking
def letter(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a letter is, and the three ways to send one."""
    situation = _seen(request, case_id)

    def act(form: SendLetter) -> Issued:
        made = letters_verbs.issue(
            situation.case, **form.facts(), by=situation.actor, at=clock.now(), seen=form.version_seen
        )
        if made.letter.way != LetterCode.Way.SMS:
            _keep(request, made)
        return made

    return ask(
        request,
        _question(situation, again=lambda: _again(request, case_id)),
        form=partial(SendLetter, situation=situation),
        act=act,
        done=lambda made: _("The SMS with the code is on its way to the business.") if _is_sms(made) else "",
        to=_leads_to,
    )


@guards.staff(*CASEWORK)
@never_cache
@require_safe
def issued(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """The letter to print, or the code to read out: shown this once."""
    situation = _seen(request, case_id)
    made = get_object_or_404(situation.case.letters.select_related("business"), pk=letter_id)
    code = ""
    if request.method == "GET":  # a HEAD shows nothing, so it takes nothing
        held = request.session.get(CODES, {})
        code = held.pop(str(made.pk), "")
        request.session[CODES] = held
    case = situation.case
    context = {
        "case": case,
        "letter": made,
        "number": codes.shown_number(made.number),
        "code": grouped(code),
        "until": made.until_on,
        "business": made.business,
        "place": case.place,
        "body": case.contact_body,
        "address": _address(request, "letter"),
        "genuine": _address(request, "genuine"),
        **_checkable(request, made, case),
        "asked": _asked_in_chinese(case),
        **_told_before(situation),
    }
    name = "call" if made.way == LetterCode.Way.CALL else "paper"
    return render(request, f"cases/letters/desk/{name}.html", context)


@guards.staff(*CASEWORK)
@require_POST
def ending(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """End a letter, for example one that went to the wrong address."""
    situation = _seen(request, case_id)
    made = get_object_or_404(situation.case.letters, pk=letter_id)
    question = Question(
        current="",
        title=gettext_lazy("Letter code for the business"),
        button=gettext_lazy("End this code"),
        back=reverse("letter-new", args=[case_id]),
        back_label=str(situation.case.number),
        frame=no_frame,
        now=lambda _letter: _("Meanwhile the letter was used, ended or replaced. Please look at it again."),
    )
    return press(
        request,
        question,
        lambda seen: letters_verbs.end(made, by=situation.actor, at=clock.now(), seen=seen),
        done=gettext_lazy("The letter code opens nothing any more."),
    )


def _is_sms(made: Issued) -> bool:
    return made.letter.way == LetterCode.Way.SMS


def _leads_to(made: Issued) -> str:
    case_id = made.letter.case_id
    if _is_sms(made):
        return reverse("desk-case", args=[case_id])
    return reverse("letter-issued", args=[case_id, made.letter.pk])


def _told_before(situation: Situation) -> dict[str, date]:
    """On which day the business was told by telephone or post, and until when it can answer; else its time begins
    with the code."""
    case = situation.case
    running = situation.clocks.get("negotiate") if case.stage == "negotiating" else None
    if running is None or case.served_at is None:
        return {}
    return {"served_on": local_day(case.served_at), "answer_until": running.due_on}


def _asked_in_chinese(case: Case) -> str:
    """What the consumer asks for, as the letter says it, whatever language the officer reads."""
    with translation.override("zh-hans"):
        return " · ".join(
            filter(None, (case_facts.remedy_words(case.remedies), case_facts.money_words(case.asked_fen)))
        )


def _checkable(request: HttpRequest, made: LetterCode, case: Case) -> dict[str, str]:
    """The check code of the letter, and the signed square that says so: its page leads on to the answer."""
    code = contact_codes.code_of(str(made.pk), at=made.issued_at)
    sender = case.contact_body.name if case.contact_body else ""
    day = local_day(made.issued_at).isoformat()
    content = squares.Content(codes.shown_number(made.number), TITLE, sender, day, code)
    return {"check_code": code, "square": squares.drawn(whole(request, squares.path_of(content)))}


def _question(situation: Situation, **more: Any) -> Question:
    case = situation.case
    return Question(
        current="",
        title=gettext_lazy("Letter code for the business"),
        button=gettext_lazy("Make the code"),
        back=reverse("desk-case", args=[case.pk]),
        back_label=str(case.number),
        template="cases/letters/desk/new.html",
        refusal="",
        frame=no_frame,
        now=lambda _case: _(
            "Meanwhile something happened in this case. Please look, and send it again if it still fits."
        ),
        shows=lambda: {
            "case": case,
            "is_possible": letters_verbs.may_have_letter(case),
            "is_to_be_invited": case.invited_at is None,
            **_told_before(situation),
            "held": of(case, at=clock.now()),
            "mobile": codes.mobile_of(case),
            "business": case_facts.of_business(case),
        },
        **more,
    )


def _again(request: HttpRequest, case_id: UUID) -> tuple[Question, MakeForm]:
    """The question about the case as it is now."""
    fresh = _seen(request, case_id)
    return _question(fresh), partial(SendLetter, situation=fresh)


def _seen(request: HttpRequest, case_id: UUID) -> Situation:
    """The case, if the officer's body has it or stands above the one that has it; else 404."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    case = get_object_or_404(Case.objects.visible_to(actor).with_parties(), pk=case_id)
    if "body" not in parties_of(actor, case):
        raise Http404
    return Situation(case, actor, clock.today())


def _keep(request: HttpRequest, made: Issued) -> None:
    held: dict[str, Any] = request.session.get(CODES, {})
    held[str(made.letter.pk)] = made.code
    request.session[CODES] = dict(list(held.items())[-MOST_CODES:])


def _address(request: HttpRequest, page: str) -> str:
    return whole(request, reverse(page))
