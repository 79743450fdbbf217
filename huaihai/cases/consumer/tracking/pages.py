"""One case as its consumer sees it: whose turn, until when, what can I do; its evidence and consents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import (
    appointments,
    case_facts,
    case_forms,
    gone,
    leads,
    life,
    own_days,
    page_rows,
    pledged,
    proceedings,
    promises,
    timeline,
    turns,
)
from huaihai.cases.case_facts import SESSIONS, line_words, word_words
from huaihai.cases.consumer.filing import gates, papers
from huaihai.cases.consumer.filing.papers import MOST_FILES, ConsentFields, EvidenceFields, given, take_files
from huaihai.cases.consumer.tracking import answer_table
from huaihai.cases.consumer.tracking import facts as tracking_facts
from huaihai.cases.consumer.tracking.access import open_case, with_case
from huaihai.cases.life import BODY, BUSINESS, CONSUMER
from huaihai.cases.models import Agreement, Case
from huaihai.cases.papers import signed
from huaihai.cases.passing import facts as passing_facts
from huaihai.cases.turns import Turn
from huaihai.cases.verbs import intake, reopening
from huaihai.cases.wechat import provider as wechat
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock, filestore, guards, local_words, spoken
from huaihai.law import grounds, ways
from huaihai.members.actors import Actor
from huaihai.record import clocks, events

TONES = {"closed": "ok", "fulfilling": "ok", "breached": "late", "declined": "calm", "terminated": "calm"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as `kit/parts/timeline.html` shows it."""

    title: str | Promise
    text: str = ""
    at: datetime | None = None
    when: str = ""
    is_now: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class Door:
    """Something the consumer can do."""

    label: str | Promise
    url: str


@require_safe
@with_case
def case_page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The whole case on one page, printable as proof."""
    page_rows.read(case, ("agreement", "evidence", "offers", "promises"))
    history, running = events.all_of(case.record_key), clocks.running_of(case.record_key)
    lines = [
        line for line in timeline.of(case, CONSUMER, history=history) if line.facts.get("after") != "draft"
    ]
    agreement: Agreement | None = getattr(case, "agreement", None)
    today = clock.today()
    held = proceedings.of(history)
    own = own_days.own_deadlines(
        case, today=today, agreement=agreement, court_is_asked=held is not None and held.is_asked
    )
    so_far = tracking_facts.so_far(case, today=today)
    parts = promises.of_case(case, today=today)
    turn = turns.of_read(case, running, today=today)
    where = passing_facts.of_consumer(case)
    is_elsewhere = where is not None and where.is_away  # then nobody else is named
    withheld = papers.withheld(case)
    context: dict[str, Any] = {
        "case": case,
        "body": None if is_elsewhere else case.contact_body,
        "status": _status(case, turn, is_elsewhere=is_elsewhere),
        "tone": TONES.get(case.stage, ""),
        "turn": _words_of(turn, case),
        "away": gates.away(case),
        "clocks": tracking_facts.clocks_of(case, turn, today=today, own=own, running=running),
        "already": gates.already_words(case),
        "so_far": so_far,
        "agreement": agreement,
        "signed": signed.of(case, actor, "my-signed"),
        "parts": parts,
        "is_due": any(one.promise.may_be_done(today) for one in parts),
        "is_past": any(one.may_be_broken for one in parts),
        "goods": case_facts.goods(agreement, case, today=today) if agreement else None,
        "shop": case_facts.shop(case),
        "entries": [
            *([] if withheld else _next(case)),
            *(
                _entry(line, first=place == 0, case=case, names=not is_elsewhere)
                for place, line in enumerate(lines)
            ),
        ],
        "doors": _doors(case),
        "case_doors": [] if is_elsewhere else tracking_facts.case_doors(case, today=today, where=where),
        "where": where,
        "is_elsewhere": is_elsewhere,
        "deadlines": own,
        "evidence": list(case.evidence.all()),
        "consents": papers.given(case),
        "crosses": papers.crosses(case),
        "withheld": [] if is_elsewhere else withheld,
        "pledged": pledged.of(case, today=today),
        "ending": None if is_elsewhere else _ending(case, lines),
        "meeting": appointments.shown(case, reverse("my-appointment", args=[case.pk]), party=CONSUMER),
        "today": today,
        "reopened_until": _reopened_until(case, today),
        "proceedings": proceedings.beside(case, agreement, history, audience=CONSUMER, today=today),
        "gone": gone.of(history, today=today) if case.stage != "closed" else None,
        "ways": [] if is_elsewhere else _ways(case),
        "was_denied": bool(lines and lines[0].verb == "deny"),
        "asked": next((line.text for line in lines if line.verb == "ask_supplement"), ""),
        "wechat": bool(case.complainant.wechat_index)
        or wechat.is_offered(request.headers.get("User-Agent", "")),
        "is_demo": settings.DEMO,
    }
    return render(request, "cases/consumer/my_case.html", context)


def _words_of(turn: Turn, case: Case) -> str:
    """Whose move is next, in one sentence."""
    body = case.contact_body
    if turn.matter == turns.CLAIM:
        return _("It is said to be done. Has it come? Then please confirm it.")
    if turn.matter == turns.SEND:
        return _("It is your turn: please send the goods back first.")
    if turn.of == CONSUMER:
        return _("It is your turn.")
    if turn.of == BUSINESS:
        return _("It is the turn of the business.")
    if turn.of == BODY and body is not None:
        return _("It is the turn of %(body)s.") % {"body": local_words.in_script(body.short_name)}
    return ""


def _doors(case: Case) -> list[Door]:
    """What else can be done, besides the answers that stand on the page as buttons."""
    shown = {
        "accept",
        "reject",
        "counter",
        "supply",
        "confirm",
        "report_breach",
        "supplement",
        "reopen",
        "send_goods",
    }
    open_verbs = [verb.name for verb in life.possible(case.stage, CONSUMER)]
    doors = [
        Door(answer.label, reverse(answer.url_name, args=[case.pk]))
        for name, answer in answer_table.ANSWERS.items()
        if name in open_verbs and name not in shown
    ]
    if "add_evidence" in open_verbs:
        doors.insert(0, Door(_("Add photos or files"), reverse("my-evidence", args=[case.pk])))
    return doors


def _entry(line: timeline.Line, *, first: bool, case: Case, names: bool) -> Entry:
    parts = [_told(line), line.text]
    if line.to and names:
        parts.append(_("Now with %(body)s.") % {"body": local_words.in_script(line.to)})
    return Entry(
        line.what, "\n".join(part for part in parts if part), at=line.at, is_now=first and not case.is_final
    )


def _told(line: timeline.Line) -> str:
    facts = line.facts
    if line.verb == "forward":
        count = len(facts.get("evidence", []))
        words = ngettext(
            "%(n)d file of evidence went along, as you agreed.",
            "%(n)d files of evidence went along, as you agreed.",
            count,
        )
        return words % {"n": count}
    if (
        line.verb in ("offer", "counter", "accept", "agree", "settle_at_once")
        and facts.get("sum_fen") is not None
    ):
        return spoken.money(facts["sum_fen"])
    if line.verb == "submit" and facts.get("evidence"):
        count = facts["evidence"]
        return ngettext("%(n)d file of evidence", "%(n)d files of evidence", count) % {"n": count}
    if line.verb in ("refuse", "reply"):
        return tracking_facts.said(str(facts.get("reason", "")))
    if line.verb in ("accept", "confirm", "confirm_part", "reopen", "reopen_early", "withdraw") and facts.get(
        "on_word"
    ):
        word = word_words(facts, today=clock.today())
        return "\n".join(filter(None, (_("Noted by the body, as you told it."), word)))
    is_worded = line.verb in (*SESSIONS, *life.HELPS, *proceedings.BY_VERB, leads.NAME)
    return line_words(line.verb, facts, today=clock.today()) if is_worded else ""


def _next(case: Case) -> list[Entry]:
    """What comes after, so that nobody wonders how it ends."""
    rest = {
        "received": _("The other city or your own takes it → the business is invited"),
        "forwarded": _("The body takes it → the business is invited"),
        "deciding": _("The business is invited, or mediation begins"),
        "inviting": _("The business answers"),
        "negotiating": _("You agree → it is done → closed"),
        "mediating": _("An agreement → it is done → closed"),
        "fulfilling": _("You confirm → closed"),
    }
    if case.stage == "received" and not papers.crosses(case):
        rest["received"] = rest["forwarded"]
    return [Entry(rest[case.stage], when=_("Later"), is_next=True)] if case.stage in rest else []


@dataclass(frozen=True)
class Ending:
    """How it ended: in words, the reason given, the ground with its article, and what to do then."""

    words: str
    reason: str = ""
    ground: str = ""
    article: str = ""
    advice: str = ""


def _status(case: Case, turn: Turn, *, is_elsewhere: bool) -> str | Promise:
    if is_elsewhere:
        return passing_facts.HANDED_OVER
    return _("Agreed; you send the goods first") if turn.matter == turns.SEND else case.stage_info.consumer


def _ending(case: Case, lines: list[timeline.Line]) -> Ending | None:
    if not case.is_final:
        return None
    last = next((line for line in lines if line.facts.get("after") == case.stage), None)
    words = {
        "closed": _("Done. You confirmed that what was agreed was done."),
        "declined": _("The association did not admit your complaint."),
        "terminated": _("The mediation ended without an agreement. Nobody was found wrong by this."),
        "referred": _("Another authority is in charge of this."),
        "linked": _("It goes on in your other file."),
        "withdrawn": _(
            "You withdrew the complaint. You can file again if the business does not keep its word."
        ),
    }.get(case.stage, "")
    if case.stage == "closed" and case.result == Case.Result.UNCONFIRMED:
        words = _("Closed without your confirmation.")
    if case.stage == "closed" and case.result == Case.Result.UNFULFILLED:
        words = _("Closed although the agreement was not kept. It does not count as settled.")
    if last is None:
        return Ending(words)
    ground = grounds.BY_CODE.get(str(last.facts.get("ground", "")))
    reason = "\n".join(
        part
        for part in (str(last.facts.get("to", "")) if case.stage == "referred" else "", last.text)
        if part
    )
    if ground is None:
        return Ending(words, reason)
    advice = local_words.either(zh=ground.advice_zh, en=ground.advice_en)
    return Ending(words, reason, local_words.said(ground), own_days.cited(ground.article), advice)


def _reopened_until(case: Case, today: date) -> date | None:
    """The last day on which the consumer can have it opened again, while that is to come."""
    until = reopening.reopened_until(case) if case.stage == "closed" else None
    return until if until is not None and until >= today else None


def _ways(case: Case) -> list[tuple[str, str]]:
    """The lawful ways still open (消费者权益保护法 39), each with its advice."""
    if case.stage not in ("declined", "terminated", "referred") and case.result != Case.Result.UNFULFILLED:
        return []
    tried = (
        frozenset({ways.NEGOTIATION, ways.MEDIATION})
        if case.stage != "declined"
        else frozenset({ways.MEDIATION})
    )
    left = ways.next_ways(tried=tried)
    return [(local_words.said(way), case_forms.advice(way)) for way in left]


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def evidence(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Add evidence while the case is open; what was added stays."""
    form = EvidenceFields(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        before = case.evidence.count()
        try:
            refused = take_files(request, case, by=actor)
        except (NotPossible, NotAllowed):
            return render(request, "cases/consumer/not_now.html", {"case": case}, status=409)
        if not request.FILES:
            refused = [_("Please choose a file first.")]
        for message in refused:
            form.add_error("upload", message)
        if not refused:
            added = case.evidence.count() - before
            words = ngettext("%(n)d file was added.", "%(n)d files were added.", added) % {"n": added}
            messages.success(request, words if added else _("This is there already; it is not kept twice."))
            return redirect("my-evidence", case_id=case.pk)
    context = {"case": case, "form": form, "files": list(case.evidence.all()), "most": MOST_FILES}
    return render(request, "cases/consumer/my_evidence.html", context)


@require_safe
@guards.consumer
def evidence_file(request: HttpRequest, /, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One file: a picture from its derivative, anything else as a download."""
    case, _actor = open_case(request, case_id)
    file = case.evidence.filter(pk=evidence_id).first()
    if file is None:
        raise Http404
    response: HttpResponseBase = filestore.file_response(
        sha256=file.sha256,
        kind=file.kind,
        name=file.name,
        derivative=file.derivative,
        download="download" in request.GET,
    )
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only


@require_safe
@with_case
def appointment_file(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The appointment for the consumer's own calendar."""
    held = appointments.of_case(case, party=CONSUMER)
    if held is None:
        raise Http404
    return appointments.response(held, at=clock.now())


class ConsentForm(ConsentFields, forms.Form):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def consents(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Withdrawing a consent is as easy as giving it."""
    form = ConsentForm(request.POST if request.method == "POST" else None, initial=given(case))
    if request.method == "POST" and form.is_valid():
        intake.change(case, purposes=form.purposes(), by=actor, at=clock.now())
        messages.success(
            request, _("Saved. What was passed on before cannot be called back, but nothing more goes out.")
        )
        return redirect("my-case", case_id=case.pk)
    return render(request, "cases/consumer/my_consents.html", {"case": case, "form": form})
