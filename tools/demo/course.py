"""One case on its way: who acts on it next, and when. Each step is one of the real actions.

Time only goes forward; a step that would come after the demo's last evening raises Over, and the case stays
where it stands. A scene plays its steps within one day (`quick`), so that it stands since a known day.
"""

import random
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from demo import shape, vocabulary
from demo.days import in_office_hours, working_days_after
from demo.plan import Complaint
from demo.staff import Cast
from demo.vocabulary import Vocabulary
from huaihai.businesses.register.verbs import Stated
from huaihai.cases.models import Case, Offer
from huaihai.cases.verbs import care, fulfilment, intake, mediation, negotiation, routing
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage

A_MOMENT = timedelta(minutes=7)
CODE = re.compile(r"\d{6}")


class Over(Exception):
    """The demo's last evening has come."""


class Course:
    """A case on its way, from its filing on. `case` is None until filed; `receipt` is what the consumer got."""

    case: Case

    def __init__(
        self, complaint: Complaint, cast: Cast, words: Vocabulary, *, until: datetime, quick: bool = False
    ) -> None:
        self.complaint, self.cast, self.until, self.quick = complaint, cast, until, quick
        self.words = words.words
        self.at = complaint.filed_at
        self.dice: random.Random = shape.chance("course", complaint.number)
        self.home_officer = cast.officers[complaint.home]
        self.lead_officer = cast.officers[complaint.lead]
        self.receipt: intake.Receipt | None = None

    @property
    def consumer(self) -> Actor:
        return Actor.consumer({self.case.pk})

    def wait(self, least: int, most: int | None = None) -> None:
        """Until office hours, that many working days later. Raises Over."""
        number = self.dice.randint(least, most or least)
        moment = in_office_hours(working_days_after(self.at.date(), number), self.dice)
        later = self.at + A_MOMENT
        self.at = later if self.quick else max(moment, later)
        if self.at > self.until:
            raise Over

    def say(self, what: str, **told: Any) -> str:
        """One of the sentences for this purpose."""
        sentences = self._sentences(what)
        sentence = sentences if isinstance(sentences, str) else self.dice.choice(sentences)
        return str(sentence.format(**told))

    def _sentences(self, what: str) -> Any:
        """Those for what is done in kind, or for goods, where there are such."""
        told = self.complaint
        if not told.pays_money and f"{what}_in_kind" in self.words:
            return self.words[f"{what}_in_kind"]
        is_of_goods = not told.item.is_service and told.nature in ("N01", "N02")
        return self.words[f"{what}_goods" if is_of_goods and f"{what}_goods" in self.words else what]

    # Filing

    def file(self) -> None:
        """Sent online, written down at home, or entrusted by a regulator."""
        ways = {"online": self._file_online, "entrusted": self._entrust}
        self.receipt = ways.get(self.complaint.way_in, self._write_down)()
        self.case = self.receipt.case

    def _file_online(self) -> intake.Receipt:
        told, at = self.complaint, self.at
        public = Actor.public()
        self.case = intake.start_draft(by=public, at=at, is_demo=True)
        intake.save_answers(
            self.case, **self._facts(), stated_business={k: v for k, v in vars(told.stated).items() if v}
        )
        care.set_contact(self.case, name=told.name, phone=told.phone)
        care.send_code(self.case, at=at)
        care.confirm(self.case, self._code_sent(), at=at)
        self.case.complainant.refresh_from_db()
        intake.consent(self.case, purposes=self._purposes(), at=at)
        return intake.submit(self.case, key=f"demo-{self.case.pk}", by=self.consumer, at=at)

    def _code_sent(self) -> str:
        """The one-time code, read from the message as the consumer reads it."""
        sent = OutboxMessage.objects.filter(subject=self.case.record_key).get()
        found = CODE.search(sent.text)
        if found is None:
            raise ValueError("the message holds no code")
        return found[0]

    def _write_down(self) -> intake.Receipt:
        told = self.complaint
        receipt = intake.register(
            organisation=self.cast.bodies[told.home],
            origin=told.way_in,
            by=self.home_officer,
            at=self.at,
            stated=told.stated,
            name=told.name,
            phone=told.phone,
            is_demo=True,
            **self._facts(),
        )
        intake.consent(receipt.case, purposes=self._purposes(), at=self.at)
        return receipt

    def _entrust(self) -> intake.Receipt:
        told = self.complaint
        receipt = intake.entrust(
            organisation=self.cast.bodies[told.lead],
            regulator_number=f"演示〔{self.at.year}〕{told.number:04d}号",
            due_on=working_days_after(self.at.date(), 7),
            by=self.lead_officer,
            at=self.at,
            stated=told.stated,
            name=told.name,
            phone=told.phone,
            is_demo=True,
            **self._facts(),
        )
        intake.consent(receipt.case, purposes=self._purposes(), at=self.at)
        return receipt

    def _purposes(self) -> list[str]:
        """Nobody is asked to share a file with another city that no other city will see."""
        crosses = self.complaint.home != self.complaint.lead
        return ["other_body", "business"] if crosses else ["business"]

    def _facts(self) -> dict[str, Any]:
        told = self.complaint
        online = Case.Bought.LIVE if told.number % 3 == 0 else Case.Bought.PLATFORM_SHOP
        bought = online if told.item.online else Case.Bought.OFFLINE
        return {
            "title": told.title,
            "story": told.story,
            "consumer_at": told.consumer_at,
            "bought": bought,
            "bought_on": told.bought_on,
            "category": told.item.category,
            "nature": told.nature,
            "price_fen": told.price_fen,
            "asked_fen": told.price_fen,
            "remedies": list(told.remedies),
        }

    # At home, and on to the city of the business

    def ask_for_more(self) -> None:
        officer = self.home_officer if self.case.stage == "received" else self.lead_officer
        routing.ask_supplement(self.case, text=self.say("supplement"), by=officer, at=self.at)

    def add_what_was_asked(self) -> None:
        intake.supplement(self.case, text=self.say("supplemented"), by=self.consumer, at=self.at)

    def forward(self) -> None:
        lead = self.cast.bodies[self.complaint.lead]
        routing.forward(
            self.case, to=lead, assessment=self.say("assessment"), by=self.home_officer, at=self.at
        )

    def take(self) -> None:
        officer = self.lead_officer if self.case.stage == "forwarded" else self.home_officer
        routing.take(self.case, by=officer, at=self.at)

    def assign(self) -> None:
        """To a county that has computers; the city's officers still may act."""
        counties = [node for node in self.cast.counties[self.complaint.lead] if node.is_computerised]
        if counties:
            routing.assign(self.case, to=self.dice.choice(counties), by=self.lead_officer, at=self.at)

    # Settling

    def invite(self) -> None:
        negotiation.invite(self.case, by=self.lead_officer, at=self.at)

    def serve(self) -> None:
        way = self.dice.choice(negotiation.WAYS_OF_SERVICE[:4])
        when = f"{self.at.astimezone(ZONE):%-m 月 %-d 日 %-H:%M}"
        surname = self.dice.choice(vocabulary.read().surnames)
        proof = self.words["proof"][way].format(when=when, who=f"{surname}演示")
        negotiation.serve(self.case, way=way, proof=proof, by=self.lead_officer, at=self.at)

    def offer(self, part: float = 1.0, *, do_by: date | None = None, what: str = "offer") -> Offer:
        agreed = max(100, round(self.complaint.agreed_fen * part / 100) * 100)
        text = self.say(what, sum=agreed // 100, remedy=self.complaint.remedy_words)
        return negotiation.offer(
            self.case,
            remedies=list(self.complaint.remedies),
            sum_fen=agreed,
            perform_by_on=do_by or working_days_after(self.at.date(), self.dice.randint(3, 8)),
            valid_until_on=working_days_after(self.at.date(), 8),
            text=text,
            by=self.lead_officer,
            at=self.at,
        )

    def accept(self, offer: Offer) -> None:
        negotiation.accept(self.case, offer=offer, by=self.consumer, at=self.at)

    def accept_after(self, offer: Offer) -> None:
        """The consumer thinks for a day or so."""
        self.wait(0, 2)
        self.accept(offer)

    def reject(self, offer: Offer) -> None:
        negotiation.reject(self.case, offer=offer, text=self.say("reject"), by=self.consumer, at=self.at)

    def refuse(self) -> None:
        negotiation.refuse(self.case, text=self.say("refuse"), by=self.lead_officer, at=self.at)

    # Mediating, and the end

    def admit(self) -> None:
        routing.admit(self.case, by=self.lead_officer, at=self.at)

    def hold_session(self) -> None:
        minutes, on = self.say("minutes"), self.at.date()
        mediation.hold_session(self.case, minutes=minutes, held_on=on, by=self.lead_officer, at=self.at)

    def pause(self) -> None:
        text = self.say("paused")
        mediation.pause(self.case, reason="appraisal", text=text, by=self.lead_officer, at=self.at)

    def agree(self) -> None:
        agreed = self.complaint.agreed_fen
        mediation.agree(
            self.case,
            terms=self.say("terms", sum=agreed // 100, remedy=self.complaint.remedy_words),
            sum_fen=agreed,
            perform_by_on=working_days_after(self.at.date(), 7),
            by=self.lead_officer,
            at=self.at,
        )

    def claim_done(self) -> None:
        fulfilment.claim_fulfilment(self.case, text=self.say("claim"), by=self.lead_officer, at=self.at)

    def confirm(self) -> None:
        fulfilment.confirm(self.case, by=self.consumer, at=self.at)

    def report_breach(self) -> None:
        fulfilment.report_breach(self.case, text=self.say("breach"), by=self.lead_officer, at=self.at)

    def correct_business(self, stated: Stated | None = None) -> None:
        sign = self.complaint.stated.sign + self.say("branch")
        better = stated or replace(self.complaint.stated, name="", code="", sign=sign)
        routing.correct_business(self.case, stated=better, by=self.consumer, at=self.at)
