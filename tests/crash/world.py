"""What is there before the first kill: people who are signed in, drafts ready to send, cases to hand over, payments to
make, texts that want their last signature. Made by the real actions, on the database that is going to be hurt."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.businesses.models import Representative
from huaihai.cases import visits
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.compensation.models import Claim
from huaihai.compensation.tests import market
from huaihai.education.models import Edition
from huaihai.education.publications import procedure
from huaihai.education.tests import procedure_cast
from huaihai.education.tests.one_voice_cast import SUZHOU
from huaihai.education.tests.subscribers import subscribers
from huaihai.kit import clock
from huaihai.kit.sessions import SessionStore
from huaihai.members import factors
from huaihai.members.actors import CONSUMER_CASES
from huaihai.members.models import Account, Role
from tests import cast
from tests.crash.browser import Answer, Browser, again
from tests.posts import SECRET, post_at, sign_in

READERS = 3
FEN, PAID_IN = 10_000, 10_000_000


@dataclass
class Done:
    """What the people of this world know to be done: a history must agree with it."""

    begun: set[str] = field(default_factory=set)  # drafts whose consumer is about to send them
    numbers: dict[str, str] = field(default_factory=dict)  # case → file number that its consumer was shown
    codes: dict[str, str] = field(default_factory=dict)  # case → receipt code that its consumer was shown
    handed_over: set[str] = field(default_factory=set)
    paid: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)


@dataclass
class Task:
    """One thing that somebody is going to do, and does again until it is answered."""

    path: str
    browser: Browser
    do: Callable[[Browser], None]


class World:
    """Makes tasks one after the other, and keeps what was acknowledged."""

    def __init__(self, seed: int) -> None:
        self.done, self.seed = Done(), seed
        self._chance = random.Random(seed)
        self._at: datetime = clock.now()
        rules = {"per_day_cap_fen": PAID_IN, "at_once_per_day_cap_fen": PAID_IN, "from_on": self._at.date()}
        self._market = market.assemble(paid_in=PAID_IN, at=self._at, **rules)
        self._cast = self._market.cast
        self._voices = procedure_cast.assemble()
        subscribers(READERS, at=self._at)
        self._wang = _signed_in(self._cast.accounts["wang"])

    def task(self, path: str) -> Task:
        """Another one of this path."""
        makers = {
            "intake": self._intake,
            "hand-over": self._hand_over,
            "payout": self._payout,
            "publication": self._publication,
        }
        return makers[path]()

    def _draft(self) -> Case:
        return cast.draft(
            clock.now(), story=f"{self._chance.getrandbits(64):016x} 买来第三天就漏电，要求退货。"
        )

    def _intake(self) -> Task:
        case = self._draft()
        self.done.begun.add(str(case.pk))
        browser = Browser(consumer_cookies(case))
        return Task("intake", browser, partial(self._file, case, uuid4().hex))

    def _file(self, case: Case, key: str, browser: Browser) -> None:
        """Whoever gets no answer takes another photo: the first one's file may be without a row then."""
        form = {"draft": steps.token(case)}
        again(lambda: browser.post(steps.address("photo"), form, file=self._photo()))
        answer = again(lambda: browser.post(steps.address("check"), form | {"key": key}))
        _expect(answer, 302, reverse("file-receipt"))
        page = again(lambda: browser.get(answer.address)).text
        self.done.numbers[str(case.pk)] = _between(page, 'id="number">', "<")
        self.done.codes[str(case.pk)] = _between(page, 'id="code">', "<")

    def _photo(self) -> bytes:
        made = BytesIO()
        Image.frombytes("RGB", (24, 24), self._chance.randbytes(24 * 24 * 3)).save(made, "PNG")
        return made.getvalue()

    def _hand_over(self) -> Task:
        case = self._draft()
        intake.submit(case, key=uuid4().hex, by=cast.li(case), at=clock.now())
        return Task("hand-over", self._wang, partial(self._forward, case))

    def _forward(self, case: Case, browser: Browser) -> None:
        case.refresh_from_db()
        form = {"seen": str(case.version), "to": self._cast.lead.key, "assessment": "Receipt and photos fit."}
        answer = again(lambda: browser.post(reverse("desk-step", args=[case.pk, "forward"]), form))
        if answer.status != 302:  # done already: the page says how it stands, and its reader sees it
            case.refresh_from_db()
            _expect(answer, 409 if case.stage == "forwarded" else 302)
        self.done.handed_over.add(str(case.pk))

    def _payout(self) -> Task:
        claim, _order = market.ordered(self._market, FEN, at=clock.now())
        market.represents(f"cashier-{claim.pk}", self._market.market, Representative.Role.CASHIER)
        account = Account.objects.get(username=f"cashier-{claim.pk}")
        return Task("payout", _signed_in(account), partial(self._pay, claim))

    def _pay(self, claim: Claim, browser: Browser) -> None:
        claim.refresh_from_db()
        form = {
            "seen": str(claim.version),
            "paid_on": clock.today().isoformat(),
            "proof": "Receipt of the bank",
        }
        address = reverse("business-claim-step", args=[claim.pk, "payment"])
        answer = again(lambda: browser.post(address, form | {"code": factors.code_of(SECRET)}))
        if answer.status != 302:
            claim.refresh_from_db()
            _expect(answer, 409 if claim.stage in ("paid", "recovering") else 302)
        self.done.paid.add(str(claim.pk))

    def _publication(self) -> Task:
        at = clock.now()
        edition = procedure_cast.a_draft(self._voices, at=at)
        procedure_cast.reviewed(self._voices, edition, at=at)
        procedure.sign(edition, by=self._voices.head, at=at)
        head = post_at(SUZHOU, Role.HEAD, username=f"head-{str(edition.pk)[-12:]}")
        return Task("publication", _signed_in(head.account), partial(self._sign, edition))

    def _sign(self, edition: Edition, browser: Browser) -> None:
        address = reverse("office-publication-signature", args=[edition.publication_id])
        form = {"text_hash": edition.text_hash}
        answer = again(lambda: browser.post(address, form | {"code": factors.code_of(SECRET)}))
        if answer.status != 302:
            edition.refresh_from_db()
            _expect(answer, 409 if edition.stage == "out" else 302)
        self.done.published.add(str(edition.pk))


def consumer_cookies(case: Case) -> dict[str, str]:
    store: SessionBase = SessionStore()
    store[CONSUMER_CASES], store[steps.CURRENT] = {str(case.pk): visits.mark_of(case)}, str(case.pk)
    store.create()
    return {settings.SESSION_COOKIE_NAME: str(store.session_key)}


def _signed_in(account: Account) -> Browser:
    client = Client()
    sign_in(client, account)
    return Browser({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


def _expect(answer: Answer, status: int, address: str = "") -> None:
    if answer.status != status or (address and answer.address != address):
        raise AssertionError(
            f"{answer.status} {answer.address}, not {status} {address}: {answer.text[:2000]}"
        )


def _between(page: str, before: str, after: str) -> str:
    _head, found, rest = page.partition(before)
    return rest.partition(after)[0].strip() if found else ""
