"""One year of the alliance out of one seed: complaints come in and go their ways, nodes do the work behind them, and
now and then something fails. Time jumps to the next day on which anything happens."""

import logging
import re
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from huaihai.cases import life
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case, Promise
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.kit.clock import ZONE, local_moment
from huaihai.record import clock_doubt, due, roles, worker
from huaihai.record.models import Clock, TrustedMoment
from tests import cast
from tests.crash.world import consumer_cookies
from tests.years import acts, checks, machine, provider
from tests.years.acts import DAY, Scene, Turn
from tests.years.machine import Machine
from tests.years.nodes import Errors, Killed, Node, Plan, forget
from tests.years.provider import Provider

BEGINS = datetime(2026, 1, 2, 8, tzinfo=ZONE)
DAYS = 362
COMPLAINTS, AN_ACT, AFTERWARDS = (
    4 / DAYS,
    0.25,
    0.012,
)  # on a day: one comes in, one goes on, an ended one stirs
LEFT, SENT_AT_LAST, PRESSED_TWICE = 0.2, 0.06, 0.2
KILLED, NO_DATABASE, CROSSED = 0.05, 0.04, 0.2  # of the pieces of work
STEPS, GAPS = 14, 4  # the latest step and gap at which these happen
CLOCK_GOES_WRONG, CLOCK_SET_RIGHT, MOOD_TURNS = 0.02, 0.4, 0.08  # on a day with work
REFUSED = (Moved, NotAllowed, NotPossible, Unfit)
NIGHTLY = (
    "huaihai.cases.verbs.falling_due.due_acts",
    "huaihai.record.outbox.due_acts",
)  # what every night asks; of all rooms, a few nights
COUNTING = (
    "huaihai.cases.business_numbers.due_acts",
    "huaihai.insight.rollups.counting.due_acts",
)  # some, the last
COUNTING_NIGHTS, WHOLE_NIGHTS = 0.15, 0.03
JOBS = {job.name: job for job in roles.jobs_of("all")}
OFTEN = (
    "log",
    "messages",
    "huaihai.cases.verbs.care.answer_lost",
    "huaihai.cases.search.indexing.index_some",
)
SELDOM = tuple(name for name in JOBS if name not in (*OFTEN, "due", "keeping"))
SOON, ONCE_A_DAY = 0.2, 0.02  # of the jobs that come often, when a day's work is done; of keeping
NUMBER, CODE = re.compile(r'id="number">\s*([^<\s]+)'), re.compile(r'id="code">\s*([^<\s]+)')


@dataclass
class Filing:
    """A draft that its consumer has in hand; `key` makes sending it again the same."""

    case: str
    key: str
    cookies: dict[str, str]
    begun: datetime


@dataclass
class Known:
    """What consumers were told: it must be so at the end."""

    numbers: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


class Broken(Exception):
    """Something that may not happen."""


class Year:
    """`faults` is empty at the end, or the year is replayed from its seed."""

    def __init__(self, seed: int, scene: Scene) -> None:
        self.scene, self.known, self.counts = scene, Known(), Counter[str]()
        self.course = Random(f"course of {seed}")
        self.machine = Machine(f"chance of {seed}", BEGINS)
        self.provider = Provider(self.machine, self.course)
        self.nodes = [Node(), Node()]
        self.is_crossed = False
        self.running: list[str] = []
        self.ended: list[str] = []
        self.drafts: list[Filing] = []
        self._errors = Errors()
        self._due_days: set[date] | None = None
        self.fell_due_at = BEGINS
        self._jobs = {job.name: job for job in roles.jobs_of("all")}

    def live(self) -> list[str]:
        """The faults that it ended with."""
        machine.use(self.machine)
        provider.use(self.provider)
        forget()
        logging.getLogger().addHandler(self._errors)
        try:
            for number in range(DAYS):
                self._day(BEGINS.date() + DAY * number)
                if number % 30 == 29:
                    checks.raise_any(checks.always(self))
            self._settle()
            checks.raise_any(checks.always(self), checks.at_the_end(self))
        except (Broken, AssertionError) as error:
            return [f"{self.machine.at:%Y-%m-%d %H:%M}: {error}"]
        except Exception:  # noqa: BLE001 # whatever it is, the year is told by its seed
            return [f"{self.machine.at:%Y-%m-%d %H:%M}: {traceback.format_exc()}"]
        finally:
            logging.getLogger().removeHandler(self._errors)
            for node in self.nodes:
                node.end()
        return []

    def _day(self, day: date) -> None:
        todo: list[Callable[[], object]] = []
        chance = self.course.random
        if chance() < COMPLAINTS:
            todo += [self._complain] * self.course.choice((1, 1, 1, 2))
        todo += [partial(self._act, pk) for pk in self.running if chance() < AN_ACT]
        todo += [partial(self._act, pk) for pk in self.ended if chance() < AFTERWARDS]
        todo += [partial(self._send, one) for one in self.drafts if chance() < SENT_AT_LAST]
        is_due = day in self._days_on_which_something_is_due()
        if not todo and not is_due:
            return
        if is_due:
            self._night(day)
        self._trouble()
        self.machine.until(local_moment(day) + timedelta(hours=8, minutes=self.course.randint(0, 300)))
        for one in todo:
            one()
            if chance() < SOON:
                self._background()
            self.machine.move(timedelta(minutes=self.course.randint(1, 90)))
        for name in OFTEN:
            if chance() < SOON:
                self._job(name)
        if chance() < ONCE_A_DAY:
            self._job("keeping")

    # What is tried, and what is in its way

    def _work[T](self, name: str, work: Callable[[], T], *, node: Node | None = None) -> T | None:
        """One node does it, or does not: killed, without a database, refused, or crossed by the other one."""
        node = node or self.course.choice(self.nodes)
        plan = self._plan(node, name)
        self.counts["pieces of work"] += 1
        self._due_days = None
        try:
            return node.do(work, plan)
        except Killed:
            self.counts["killed"] += 1
        except REFUSED:
            self.counts["refused"] += 1
        except Exception as error:
            if not plan.was_hurt:
                raise Broken(f"{name}: {traceback.format_exc()}") from error
        finally:
            self._look_back(name, plan)
        return None

    def _look_back(self, name: str, plan: Plan) -> None:
        """Whoever was hurt does not know what became of its message; what the log says then is no fault."""
        self.counts["hurt"] += plan.was_hurt
        errors, self._errors.found = self._errors.found, []
        if plan.was_hurt:
            self.provider.forgets_who_died(plan)
        elif errors and not self.is_crossed:
            raise Broken(f"{name}: the log says {errors}")

    def _plan(self, node: Node, name: str) -> Plan:
        dice, plan = self.course, Plan()
        if dice.random() < KILLED:
            plan.killed_at = dice.randint(1, STEPS)
        elif dice.random() < NO_DATABASE:
            plan.away_at = dice.randint(1, STEPS)
        if dice.random() < CROSSED and not any(one.is_at_work for one in self.nodes):
            other = next(one for one in self.nodes if one is not node)
            plan.gap_at, plan.between = dice.randint(1, GAPS), lambda: self._cross(other, name)
        return plan

    def _cross(self, other: Node, name: str) -> None:
        """A step of the other node, where this one holds nothing: often of the same work."""
        self.counts["crossed"] += 1
        self.is_crossed, self.provider.is_doubtful = True, any(one.is_off_by for one in self.nodes)
        job, dice = name.removeprefix("job "), self.course.random()
        try:
            if job in OFTEN and dice < 0.6:
                self._job(job, node=other)
            elif self.running and dice < 0.8:
                self._act(self.course.choice(self.running), node=other)
            else:
                self._job(self.course.choice((*OFTEN, *SELDOM)), node=other)
        finally:
            self.is_crossed = self.provider.is_doubtful = False

    def _trouble(self) -> None:
        """Clocks of nodes go wrong and are set right; the provider has its moods; somebody believes the clock again."""
        dice = self.course
        for node in self.nodes:
            if node.is_off_by and dice.random() < CLOCK_SET_RIGHT:
                node.is_off_by = timedelta()
            elif dice.random() < CLOCK_GOES_WRONG:
                off = dice.choice(
                    (timedelta(minutes=7), timedelta(hours=3), timedelta(days=1), timedelta(days=9))
                )
                node.is_off_by = off * dice.uniform(-1, 1)
                self.counts["clocks wrong"] += 1
        if dice.random() < MOOD_TURNS:
            self.provider.mood = dice.choice(
                ([1, 0, 0, 0, 0], [8, 1, 1, 1, 1], [1, 3, 1, 0, 0], [0, 0, 1, 0, 0], [2, 0, 0, 2, 1])
            )
        if dice.random() < CLOCK_SET_RIGHT:
            self._believe()

    def _believe(self) -> None:
        node = next((one for one in self.nodes if not one.is_off_by), None)
        if node is not None:
            confirm = lambda: clock_doubt.confirm(reason="对过时间。", by="tests", at=clock.now())  # noqa: E731
            self._work("confirm the clock", confirm, node=node)

    # The background

    def _background(self) -> None:
        self._job(self.course.choice(OFTEN if self.course.random() < 0.8 else SELDOM))

    def _job(self, name: str, *, node: Node | None = None) -> object:
        job = self._jobs[name]

        def once() -> object:
            return job.once() if job.waits is None or job.waits() else None

        return self._work(f"job {name}", once, node=node)

    def _night(self, day: date) -> None:
        """What falls due; a night in which nothing does would only believe the clock."""
        self.machine.until(local_moment(day) + timedelta(minutes=self.course.randint(1, 400)))
        dice = self.course.random()
        counting = COUNTING if dice < COUNTING_NIGHTS else ()
        self._fall_due(due.DUE if dice < WHOLE_NIGHTS else (*NIGHTLY, *counting))

    def _fall_due(self, rooms: tuple[str, ...]) -> None:
        last = TrustedMoment.objects.first()
        if last and clock_doubt.standing() is None and self.machine.at - last.at > DAY:
            TrustedMoment.objects.update(at=self.machine.at - timedelta(minutes=1))
        worker._Brake.doubt = None
        self.counts["nights"] += 1
        self.fell_due_at = self.machine.at
        with patch.object(due, "DUE", rooms):
            self._job("due")

    def _days_on_which_something_is_due(self) -> set[date]:
        if self._due_days is None:
            ends = set(Clock.objects.running().filter(paused_on=None).values_list("due_on", flat=True))
            promised = list(Promise.objects.watched().values_list("remind_on", "due_on"))
            told, over = {one for one, _due in promised if one}, {due + DAY for _one, due in promised}
            drafts = {clock.local_day(one.begun) + DAY * days for one in self.drafts for days in (27, 31)}
            self._due_days = {day + DAY * more for day in ends for more in (-2, 1)} | told | over | drafts
        return self._due_days

    # Consumers

    def _complain(self) -> None:
        number = self.counts["complaints begun"] = self.counts["complaints begun"] + 1
        bought_on = clock.local_day(self.machine.at) - DAY * self.course.randint(0, 9)
        facts = {
            "bought_on": bought_on,
            "story": f"{self.course.getrandbits(64):016x} 第{number}次买来就漏电，要求退货。",
        }
        if self.course.random() < 0.3:
            facts |= {"stated_business": {"name": "Lamp shop (test)", "region_code": cast.HOME}}

        def begin() -> Filing:
            case = cast.draft(clock.now(), **facts)
            key = f"{self.course.getrandbits(128):032x}"
            return Filing(str(case.pk), key, consumer_cookies(case), self.machine.at)

        filing = self._work("begin a draft", begin)
        if filing is None:
            return  # and what there is of it runs out
        self.drafts.append(filing)
        if self.course.random() > LEFT:
            self._send(filing)

    def _send(self, filing: Filing) -> None:
        """Until it is answered, and sometimes once more."""
        if filing not in self.drafts:
            return
        answer = None
        for _ in range(20):
            answer = self._work("send a complaint", lambda: self._press(filing))
            if answer is not None:
                break
            self.machine.move(timedelta(minutes=self.course.randint(0, 20)))
        if answer is None:
            raise Broken(f"case {filing.case}: nobody answers")
        self.drafts.remove(filing)
        number, code = answer
        if not number:
            if self.machine.at - filing.begun < DAY * 20:
                raise Broken(f"case {filing.case}: the draft is gone after {self.machine.at - filing.begun}")
            return
        self.known.numbers[filing.case], self.known.codes[filing.case] = number, code
        self.running.append(filing.case)
        if self.course.random() < PRESSED_TWICE:
            again = self._work("send it again", lambda: self._press(filing))
            if again not in (None, answer):
                raise Broken(f"case {filing.case}: sent twice, it is {answer} and {again}")

    def _press(self, filing: Filing) -> tuple[str, str] | None:
        """The number and the code that the page shows; two empty ones where the draft is gone."""
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies.load(filing.cookies)
        case = Case.objects.get(pk=filing.case)
        form = {"draft": steps.token(case), "key": filing.key}
        sent = client.post(steps.address("check"), form)
        filing.cookies |= {name: one.value for name, one in client.cookies.items()}
        if sent.status_code in (200, 503):  # a new session, after a long time; no database
            return None
        if sent.status_code != 302:
            raise Broken(f"sending is answered by {sent.status_code}: {sent.content.decode()[:3000]}")
        if sent.headers["Location"] != reverse("file-receipt"):
            return "", ""
        page = client.get(reverse("file-receipt"))
        if page.status_code == 503:
            return None
        number, code = NUMBER.search(page.content.decode()), CODE.search(page.content.decode())
        if number is None or code is None:
            raise Broken(f"the receipt shows no number and code: {page.status_code}")
        return number[1], code[1]

    # Everybody

    def _act(self, pk: str, *, node: Node | None = None) -> None:
        case = Case.objects.select_related("home", "responsible", "lead", "business", "complainant").get(
            pk=pk
        )
        where, other = (self.ended, self.running) if case.stage in life.ENDED else (self.running, self.ended)
        if pk in other:
            other.remove(pk)
            where.append(pk)
        self.counts["acts"] += 1

        def act() -> str:
            turn = Turn(case, self.scene, clock.now(), self.course)
            acts.some_act(turn)(turn)
            return "done"

        done = self._work(f"act on {case.stage} {pk}", act, node=node)
        self.counts["done"] += done is not None

    # The end

    def _settle(self) -> None:
        """Everything works again: clocks are right, the provider takes all, and two days go by."""
        for node in self.nodes:
            node.is_off_by = timedelta()
        self.provider.mood = [1, 0, 0, 0, 0]
        with patch.object(self, "_plan", lambda _node, _name: Plan()):
            for _ in range(2):
                self.machine.move(timedelta(hours=24, minutes=10))
                self._believe()
                self._fall_due((*NIGHTLY, *COUNTING))
                self.machine.move(timedelta(hours=9))
                for name in (*OFTEN, *SELDOM):
                    self._until_done(name)

    def _until_done(self, name: str) -> None:
        for _ in range(50):
            if not self._job(name):
                return
