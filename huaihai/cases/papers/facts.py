"""What a case gives to its papers: every named value, in Chinese, with whole dates, whatever the officer reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from django.utils import translation

from huaihai.businesses.pages import place_name
from huaihai.cases import appointments, case_facts, proceedings
from huaihai.cases.handling import people
from huaihai.cases.models import Agreement, Appointment, Case, Consent, IssuedPaper, Passage
from huaihai.cases.situation import Situation
from huaihai.cases.verbs.mediation import TIME_IS_OVER
from huaihai.kit import country, spoken
from huaihai.kit.clock import local_day
from huaihai.law import grounds, papers, remedies, ways
from huaihai.law.errors import LawError
from huaihai.members.models import Account, Organisation
from huaihai.record.models import Clock, Event

KEPT_INSIDE: Final = ("registration", "minutes", "service", "approval")  # nobody is served with these
A_WEEK: Final = timedelta(days=7)
CHINESE: Final = "zh-hans"
TICKS: Final = "□ 是　　□ 否"
DECIDED_BY: Final = {
    "declination": ("decline",),
    "termination": ("terminate", "lapse_mediation", "lose_business"),
    "pause": ("pause",),
    "extension": ("extend_mediation", "extend_decision"),
}
PAUSED_FOR: Final = {
    "appraisal": "正在鉴定、检测",
    "recusal": "调解员回避，需要更换调解员",
    "both_consent": "双方同意暂停",
}
WAYS: Final[dict[str, str]] = {Appointment.Kind.VIDEO: "视频调解", Appointment.Kind.PHONE: "电话调解"}
AWAY: Final = (Passage.Stand.THEIRS, Passage.Stand.ENDED)  # a case that another alliance has
ENDED_AS: Final = {
    "declined": "不予受理。",
    "terminated": "调解没有达成协议，已经终止。",
    "withdrawn": "您撤回了投诉，本件办结。",
    "referred": "本件不归我会办理，已经告诉您向有关单位反映。",
    "linked": "本件与您先前的投诉是同一争议，已经并入先前的投诉办理。",
}
CLOSED_AS: Final = {
    Case.Result.FULFILLED: "您已经确认履行完毕。",
    Case.Result.UNCONFIRMED: "已经办结，没有收到您的确认。",
    Case.Result.UNFULFILLED: "经营者没有履行，您可以向人民法院起诉。",
}


def paper_day(day: date | None) -> str:
    """2026年11月30日; nothing for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def last_day(clock: Clock | None, on: date) -> date:
    """The last day of the clock, or a week from the paper where none runs any more."""
    return clock.due_on if clock is not None and clock.due_on >= on else on + A_WEEK


@dataclass
class Facts:
    """One case before an officer who may write a paper. What needs a query is asked once."""

    situation: Situation

    @property
    def case(self) -> Case:
        return self.situation.case

    @property
    def parties(self) -> frozenset[str]:
        return self.situation.parties

    @property
    def agreement(self) -> Agreement | None:
        return self.situation.agreement

    @cached_property
    def issued(self) -> list[IssuedPaper]:
        """The papers of the case, oldest first."""
        if self.case.has_no("papers"):
            return []
        rows = self.case.papers.defer("content").select_related("organisation", "replaced_by")
        return list(rows.prefetch_related("scans"))

    @property
    def has_to_serve(self) -> bool:
        """Whether there is a paper that goes to somebody."""
        return any(row.form not in KEPT_INSIDE for row in self.issued)

    @cached_property
    def last(self) -> dict[str, Event]:
        """The newest event of each verb."""
        return {event.verb: event for event in self.situation.history}

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """The newest clock of each name."""
        return {clock.name: clock for clock in self.situation.every_clock}

    def waiting_clock(self, form: str) -> Clock | None:
        """The clock until whose end the paper asks for an answer."""
        return self.clocks.get("decide" if form == "transfer" else "supplement")

    @cached_property
    def body(self) -> Organisation:
        """Whose paper it is: the officer's own body."""
        body = self.situation.actor.organisation
        if body is None:
            raise ValueError("only an officer of a body writes papers")
        return body

    @cached_property
    def handler(self) -> str:
        """Who has the case in hand, if that is somebody of this body; else whoever issues the paper."""
        person = people.handler_of(self.case, on=self.situation.today)
        if person is not None and person.organisation.pk == self.body.pk:
            return person.account.shown_name
        key = self.situation.actor.account_id
        account = Account.objects.filter(pk=key).first() if key else None
        return account.shown_name if account else ""

    @cached_property
    def appointment(self) -> Appointment | None:
        """The mediation to which both sides are invited, as long as it stands."""
        return appointments.of_case(self.case)

    def decision(self, form: str) -> Event | None:
        """The event that the paper gives notice of, the newest of those that can be."""
        found = [self.last[verb] for verb in DECIDED_BY.get(form, ()) if verb in self.last]
        return max(found, key=lambda event: event.number, default=None)


def values_for(form: str, facts: Facts, *, on: date) -> dict[str, str]:
    """Every value that a paper can name. "" where nothing is known: it is written by hand then."""
    with translation.override(CHINESE):
        return {
            **dict.fromkeys(papers.labels(), ""),
            **_of_law(form),
            **_of_body(facts),
            **_of_parties(facts.case),
            **_of_matter(facts),
            **_of_decision(form, facts, on),
            **_of_outcome(facts, on),
        }


def _of_law(form: str) -> dict[str, str]:
    return {"basis": papers.forms()[form].basis_zh, "court": papers.basis("court").zh}


def _of_body(facts: Facts) -> dict[str, str]:
    body = facts.body
    return {
        "body_name": body.name,
        "body_phone": body.phone_to_call,
        "body_address": body.address,
        "handler": facts.handler,
        "mediator": facts.handler,
        "place": _place(facts),
    }


def _place(facts: Facts) -> str:
    """Where and how a mediation is held: as it was agreed upon, else at the body."""
    body, planned = facts.body, facts.appointment
    if planned is None:
        return body.address or f"{body.name}调解室"
    return (
        planned.place if planned.kind == Appointment.Kind.ROOM else f"{WAYS[planned.kind]}：{planned.place}"
    )


def _of_parties(case: Case) -> dict[str, str]:
    person, business, place, stated = (
        getattr(case, "complainant", None),
        case.business,
        case.place,
        case.stated_business,
    )
    region = place_name((place.region_code if place else "") or stated.get("region_code", ""))
    return {
        "consumer_name": person.name if person else "",
        "consumer_phone": (person.phone or person.email) if person else "",
        "consumer_address": person.address if person else "",
        "publish": TICKS,
        "entrust": TICKS,
        "business_name": (business.name if business else "") or stated.get("name") or stated.get("sign", ""),
        "business_code": (business.credit_code if business else "") or stated.get("code", ""),
        "business_address": (place.address if place else "") or stated.get("address") or region,
        "business_phone": (place.phone if place else "")
        or (business.phone if business else "")
        or stated.get("phone", ""),
    }


def _of_matter(facts: Facts) -> dict[str, str]:
    case = facts.case
    sent = facts.last.get("forward")
    return {
        "case_number": case.number or "",
        "title": case.title or "消费争议",
        "received_on": paper_day(local_day(case.submitted_at)) if case.submitted_at else "",
        "origin": str(case.get_origin_display()),
        "bought": str(case.get_bought_display()),
        "bought_on": paper_day(case.bought_on),
        "goods": case_facts.kind_words(case),
        "price": _money(case.price_fen),
        "story": case.story,
        "facts": case.story,
        "remedies": case_facts.remedy_words(case.remedies),
        "asked": _money(case.asked_fen),
        "evidence": _evidence(case),
        "consents": _consents(facts),
        "assessment": sent.text if sent else "",
        "other_body": _body_named(str(sent.facts.get("to", ""))) if sent else "",
    }


def _of_decision(form: str, facts: Facts, on: date) -> dict[str, str]:
    case, event = facts.case, facts.decision(form)
    asked = facts.last.get("ask_supplement")
    decided_at = event.at if event else case.admitted_at
    mediate = facts.clocks.get("mediate")
    until = facts.waiting_clock(form)
    due_on = event.facts.get("due_on") if event else None
    tried = frozenset({ways.MEDIATION, ways.NEGOTIATION}) if case.admitted_at else frozenset({ways.MEDIATION})
    return {
        "decided_on": paper_day(local_day(decided_at)) if decided_at else "",
        "due_on": paper_day(date.fromisoformat(due_on) if due_on else mediate.due_on if mediate else None),
        "what": "决定是否受理的期限" if event and event.verb == "extend_decision" else "调解期限",
        "deadline": paper_day(last_day(until, on)),
        "ground": _ground(event),
        "reason": event.text if event else "",
        "pause_reason": _pause_reason(event),
        "asked_text": asked.text if asked else "",
        "ways": "\n".join(f"{n}. {way.zh}" for n, way in enumerate(ways.next_ways(tried=tried), start=1)),
    }


def _of_outcome(facts: Facts, on: date) -> dict[str, str]:
    session = facts.last.get("hold_session")
    agreement = facts.agreement
    held_on = date.fromisoformat(session.facts["held_on"]) if session else on
    paper = next((row for row in facts.issued if row.form == "agreement" and not row.replaced_at), None)
    mediated_by = paper.organisation if paper else facts.case.responsible
    return {
        "session_on": paper_day(held_on),
        "minutes": session.text if session else "",
        "terms": agreement.terms if agreement else "",
        "agreed_on": paper_day(local_day(agreement.reached_at)) if agreement else "",
        "agreement_number": paper.number if paper else "",
        "mediated_by": mediated_by.name if mediated_by else "",
        "confirm_until": paper_day(_last_day(agreement)) if agreement else "",
        "performance": _performance(facts.case, agreement) if agreement else "",
        "result": _result(facts.case, agreement),
    }


def _last_day(agreement: Agreement) -> date | None:
    try:
        return proceedings.last_day(agreement)
    except LawError:  # long ago: no calendar is held
        return None


def _performance(case: Case, agreement: Agreement) -> str:
    lines = []
    for promise in case.promises.defer("proof").filter(agreement=agreement):
        remedy = remedies.BY_CODE.get(promise.remedy)
        what = remedy.zh if remedy else "按协议内容履行"
        of_sum = f"，金额{_money(promise.sum_fen)}" if promise.sum_fen else ""
        lines.append(f"{paper_day(promise.due_on)}前（含当日），{what}{of_sum}。")
    if len(lines) > 1:
        lines = [f"{n}. {line}" for n, line in enumerate(lines, start=1)]
    return "\n".join(lines) or f"{paper_day(agreement.perform_by_on)}前（含当日）履行完毕。"


def _result(case: Case, agreement: Agreement | None) -> str:
    agreed = f"双方达成协议：{agreement.terms}\n" if agreement else ""
    result = CLOSED_AS.get(Case.Result(case.result), "") if case.result else ""
    if case.stage == "referred" and case.passages.filter(came_at=None, stand__in=AWAY).exists():
        return "经您同意，本件已经移交给其他消费者组织办理。"
    return agreed + (result or ENDED_AS.get(case.stage, ""))


def _ground(event: Event | None) -> str:
    if event is None:
        return ""
    code = {"lapse_mediation": TIME_IS_OVER, "lose_business": "CA-END-7"}.get(event.verb)
    found = grounds.BY_CODE.get(code or str(event.facts.get("ground", "")))
    return found.zh if found else ""


def _pause_reason(event: Event | None) -> str:
    if event is None:
        return ""
    words = PAUSED_FOR.get(str(event.facts.get("reason", "")), "")
    return f"{words}（{event.text.rstrip('。')}）" if words and event.text else words


def _evidence(case: Case) -> str:
    files = list(case.evidence.all())
    lines = [
        f"{n}. {file.name}（{spoken.file_size(file.size)}，SHA-256：{file.sha256}）"
        for n, file in enumerate(files, start=1)
    ]
    return "\n".join(lines) or "没有附件"


def _consents(facts: Facts) -> str:
    words: Mapping[str, str] = {
        Consent.Purpose.OTHER_BODY: "把投诉材料提供给外市消费者组织",
        Consent.Purpose.BUSINESS: "把投诉内容提供给被投诉的经营者",
        Consent.Purpose.OTHER_ALLIANCE: "把投诉移交给指明的另一个联盟",
    }
    return "\n".join(
        f"{words[held.purpose]}（{paper_day(local_day(held.given_at))}同意）"
        for held in facts.situation.consents
        if held.withdrawn_at is None
    )


def _body_named(key: str) -> str:
    return str(Organisation.objects.filter(key=key).values_list("name", flat=True).first() or "")


def _money(fen: int | None) -> str:
    return "" if fen is None else f"{spoken.figures(fen)}{country.word('currency')}"


PRIVATE: Final = frozenset({"consumer_name", "consumer_phone", "consumer_address"})
