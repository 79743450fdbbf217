"""A day that is played: so many files in ten cities and their counties, each through the pages of whoever acts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.businesses.tests.standing_scene import published
from huaihai.cases import leads, life
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.desk.intake_forms import DIFFERENT
from huaihai.cases.models import Case, IssuedPaper
from huaihai.cases.tests.filing_walks import hidden, question_at, send, walk
from huaihai.cases.verbs import falling_due
from huaihai.law.credit_code import check_character
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.record import clocks, events
from tests.day.courses import Course, days_of, paper_of, verb_of
from tests.day.doors import ALLIANCE, BODY, CITY, CONSUMER, DOORS, HELPER, HOME, SHOP, Door, File, a_note
from tests.posts import PASSWORD, PROGRAM, SECRET, forget_tries, load_alliance, post_at, sign_in

CODE: Final = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
STORY: Final = "买来第三天就漏电，要求退货。"
WORDS: Final = {
    "asked_text": "请补一张小票。",
    "reason": "理由见案卷。",
    "facts": STORY,
    "result": "已办结。",
}
CONSENTS: Final = {"other_body": "on", "business": "on"}


@dataclass
class Place:
    """A city with a county below it, and a shop there with its account; who works at each desk."""

    city: Organisation
    county: Organisation
    shop: Business
    owner: Account


@dataclass
class Played:
    """One file, and what was done to it: the stage before, and the verb."""

    course: Course
    number: int
    home: Place
    lead: Place
    case: Case = field(default_factory=Case)
    code: str = ""
    stage: str = ""
    walked: list[tuple[str, str]] = field(default_factory=list)
    clocks: tuple[str, ...] = ()  # that run at the end of its course
    paper: IssuedPaper | None = None
    fault: str = ""

    @property
    def phone(self) -> str:
        return f"138{self.number:08}"


class Day:
    """Everybody's browsers, and the clock that all of them see."""

    def __init__(self, begins: datetime, set_clock: Callable[[datetime], None]) -> None:
        self.begins, self.set_clock = begins, set_clock
        self._turn(0)
        load_alliance(at=begins)
        cities = Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("region_code")
        self.places = [_place(city, number, begins) for number, city in enumerate(cities)]
        self.browsers: dict[str, Client] = {}

    def play(self, courses: list[Course]) -> list[Played]:
        """All of them, day by day: whatever comes on one day is done before anything of the next one."""
        files = [self._file(course, number) for number, course in enumerate(courses)]
        running = [(0, file, self._steps(file)) for file in files]
        while running:
            today = min(due for due, _file, _steps in running)
            self._turn(today)
            for act in list(falling_due.due_acts(self.at)):
                act()
            later = []
            for due, file, steps in running:
                if due > today:
                    later.append((due, file, steps))
                elif pause := _goes_on(file, steps):
                    later.append((today + pause, file, steps))
            running = later
        return files

    def _file(self, course: Course, number: int) -> Played:
        """Each round of ten with another distance, so that many pairs of cities meet."""
        many = len(self.places)
        home = self.places[number % many]
        lead = self.places[(number + 1 + number // many % (many - 1)) % many]
        return Played(course, number, home, home if course.is_at_home else lead)

    def _turn(self, day: int) -> None:
        self.at = self.begins + timedelta(days=day)
        self.set_clock(self.at)
        self.browsers = {}  # everybody comes anew
        forget_tries()

    def _steps(self, file: Played) -> Iterator[int]:
        for step in file.course.steps:
            if days := self._days_to_the_end(file) if step == "near" else days_of(step):
                yield days
                continue
            self._do(file, step)
            if file.course.is_below and step == "take":
                self._do(file, "assign")
        file.clocks = tuple(clocks.running(file.case.record_key))
        if form := paper_of(file.stage, {verb for _stage, verb in file.walked}):
            self._issue(file, form)

    def _days_to_the_end(self, file: Played) -> int:
        """Until the day before the next of its clocks ends."""
        ends = min(one.due_on for one in clocks.running(file.case.record_key).values() if not one.is_paused)
        return (ends - self.at.date()).days - 1

    def _do(self, file: Played, step: str) -> None:
        verb, before = verb_of(step), file.stage
        if step in BEGIN:
            BEGIN[step](self, file)
        elif "system" not in life.VERBS[verb].by:
            if first := self._first_of_all(file, verb):
                self._do(file, first)
            self._through(file, DOORS.get(f"{step}@{before}") or DOORS[step])
        file.case = Case.objects.select_related("home", "lead", "responsible").get(pk=file.case.pk)
        file.stage = file.case.stage
        wanted = life.VERBS[verb].moves[before]
        assert file.stage == wanted, (
            f"{file.course.name}: {step} leads from {before} to {wanted}, not {file.stage}"
        )
        file.walked.append((before, verb))

    def _first_of_all(self, file: Played, verb: str) -> str:
        """What has to be undone or done so that this is possible."""
        has_it = file.case.handler_id is not None
        is_below = file.case.responsible == file.lead.county
        if verb == "assign" and is_below:
            return "take_back"
        if verb == "take_on" and has_it:
            return "put_down"
        return "take_on" if verb == "put_down" and not has_it else ""

    def _through(self, file: Played, doors: tuple[Door, ...]) -> None:
        door = doors[-1 if file.course.is_below else 0]
        browser = self._browser(file, door)
        url = self._url(file, door)
        page = browser.get(url)
        assert page.status_code == 200, f"{file.course.name}: {url} answers {page.status_code}"
        typed = {**_filled(page), **door.fields(self._facts(file, door))}
        answer = browser.post(url, typed)
        errors = answer.context and "form" in answer.context and answer.context["form"].errors
        assert answer.status_code == 302, f"{file.course.name}: {url} answers {answer.status_code} {errors}"

    def _url(self, file: Played, door: Door) -> str:
        if door.who in (CONSUMER, ALLIANCE):
            return reverse(door.noun, args=[file.case.pk])
        if door.who == HELPER:
            return reverse(door.noun, args=[file.case.helps.open().get().pk])
        return reverse("business-step" if door.who == SHOP else "desk-step", args=[file.case.pk, door.noun])

    def _facts(self, file: Played, door: Door) -> File:
        case, away = file.case, file.lead
        responsible = case.responsible or file.home.city
        here = file.home if responsible.is_within(file.home.city) else away
        return File(
            today=self.at.date(),
            home=file.home.city.key,
            lead=away.city.key,
            county=here.county.key,
            helper=(here.city if responsible == here.county else here.county).key,
            colleague=f"{Account.objects.get(username=_second(responsible.key)).pk}@{responsible.key}",
            shop_region=away.county.region_code,
            other_number=self._twin(file) if door.noun == "link" else "",
        )

    def _twin(self, file: Played) -> str:
        """Another file of the same consumer."""
        other = Played(file.course, file.number, file.home, file.lead)
        self._register(other)
        return str(other.case.number)

    def _browser(self, file: Played, door: Door) -> Client:
        case = file.case
        if door.who == CONSUMER:
            return self._consumer(file)
        if door.who == SHOP:
            return self._signed_in(file.lead.owner.username)
        if door.who == HELPER:
            return self._signed_in(_first(case.helps.open().get().body.key))
        if door.who == ALLIANCE:
            dispute = leads.of(events.history(case.record_key))
            body = leads.decided_by(case, dispute, on=self.at.date())
            assert body is not None
            return self._signed_in(_head(body.key))
        held = life.STAGES[case.stage].holder or ("lead" if case.lead_id else "home")
        city = file.home.city if door.who == HOME or held == "home" else file.lead.city
        key = city.key if door.who in (HOME, CITY) or case.responsible is None else case.responsible.key
        return self._signed_in(_first(key))

    def _signed_in(self, username: str) -> Client:
        if username not in self.browsers:
            self.browsers[username] = Client()
            sign_in(self.browsers[username], Account.objects.get(username=username))
        return self.browsers[username]

    def _consumer(self, file: Played) -> Client:
        """With number and code of the receipt."""
        key = f"consumer {file.number}"
        if key not in self.browsers:
            self.browsers[key] = Client(REMOTE_ADDR=f"10.0.{file.number // 250}.{file.number % 250 + 1}")
            if file.code:
                typed = {"number": file.case.number, "code": file.code}
                answer = self.browsers[key].post(reverse("track"), typed)
                assert answer.status_code == 302, f"{file.case.number} and {file.code}: {answer.status_code}"
        return self.browsers[key]

    def _issue(self, file: Played, form: str) -> None:
        """The paper, as an officer of whoever has the file issues it."""
        browser = self._browser(file, Door(HOME if form == "transfer" else BODY, ""))
        url = reverse("paper-new", args=[file.case.pk, form])
        page = browser.get(url)
        assert page.status_code == 200, f"{file.course.name}: {form} answers {page.status_code}"
        answer = browser.post(url, WORDS | _filled(page))
        assert answer.status_code == 302, f"{file.course.name}: {form} {answer.context['form'].errors}"
        file.paper = IssuedPaper.objects.get(case=file.case, form=form)
        assert browser.get(answer.url).status_code == 200

    # How a file begins.

    def _register(self, file: Played) -> None:
        self._written_down(file, "desk-register", {"origin": "phone"})

    def _entrust(self, file: Played) -> None:
        due_on = (self.at.date() + timedelta(days=40)).isoformat()
        self._written_down(
            file, "desk-entrust", {"regulator_number": f"市监〔2026〕{file.number}号", "due_on": due_on}
        )

    def _written_down(self, file: Played, page: str, more: dict[str, str]) -> None:
        typed = {
            "key": f"{file.number} {Case.objects.count()}",
            "title": "电热水壶漏电",
            "story": STORY,
            "of_business_name": file.lead.shop.name,
            "of_business_code": file.lead.shop.credit_code,
            "of_business_region_code": file.lead.county.region_code,
            "bought_on": (self.at.date() - timedelta(days=3)).isoformat(),
            "price_fen": "268",
            "remedies": ["refund"],
            "asked_fen": "268.00",
            "name": f"消费者{file.number}（测试）",
            "phone": file.phone,
            "consumer_at": file.home.city.region_code,
            "consents": ["other_body", "business"],
        }
        known = set(Case.objects.values_list("pk", flat=True))
        officer = self._signed_in(_first(file.home.city.key))
        answer = officer.post(reverse(page), typed | more)
        if answer.status_code != 302:  # others of the same shop are shown: this is another matter
            shown = answer.context["alike_shown"]
            answer = officer.post(reverse(page), typed | more | {"alike": DIFFERENT, "alike_shown": shown})
        assert answer.status_code == 302, answer.context["form"].errors
        file.code = _code_on(officer.get(answer.url))
        file.case = Case.objects.exclude(pk__in=known).get()

    def _start(self, file: Played) -> None:
        known = set(Case.objects.values_list("pk", flat=True))
        browser = self._consumer(file)
        if "settle_at_once" in file.course.steps:
            file.lead = replace(file.lead, shop=self._with_an_offer(file))
            place = file.lead.shop.places.get()
            start = question_at(browser.post(reverse("file-at-place", args=[place.pk])).url)
            walk(browser, _answers(file, self.at.date(), short=True), start=start, until="offers")
        else:
            walk(browser, _answers(file, self.at.date()), until="check")
        file.case = Case.objects.exclude(pk__in=known).get()

    def _with_an_offer(self, file: Played) -> Business:
        """Another shop there, which says what it gives at once."""
        shop, owner = _shop(file.lead.county, 50 + file.number % 50, self.begins)
        published(shop, Actor.business(owner, {shop.pk}), self.begins)
        return shop

    def _submit(self, file: Played) -> None:
        self._goes_away(file, send(self._consumer(file), "check", {}))

    def _goes_away(self, file: Played, answer: Any) -> None:
        """With the receipt, and comes back with number and code, as on another day."""
        assert answer.status_code == 302, answer.text[-2000:]
        file.code = _code_on(self._consumer(file).get(answer.url))
        del self.browsers[f"consumer {file.number}"]

    def _settle_at_once(self, file: Played) -> None:
        browser = self._consumer(file)
        page = browser.get(address("offers"))
        chosen = re.search(r'name="take" value="([^"]+)"', page.text)
        assert chosen is not None, file.course.name
        browser.post(address("offers"), hidden(page) | {"take": chosen[1]})
        walk(browser, _answers(file, self.at.date(), short=True), start="home", until="settlement")
        self._goes_away(file, send(browser, "settlement", CONSENTS))

    def _draft_evidence(self, file: Played) -> None:
        browser = self._consumer(file)
        page = browser.get(address("photos"))
        answer = browser.post(address("photos"), hidden(page) | {"upload": a_note()})
        assert answer.status_code in (200, 302), file.course.name
        assert file.case.evidence.count() == 1

    def _discard(self, file: Played) -> None:
        assert self._consumer(file).post(reverse("file-drop", args=[file.case.pk])).status_code == 302


def _goes_on(file: Played, steps: Iterator[int]) -> int:
    """The days until its next step; 0 at its end, also where it ends with a fault."""
    try:
        return next(steps, 0)
    except (AssertionError, KeyError) as error:
        file.fault = f"{file.course.name}: {error}"
        return 0


def _code_on(page: Any) -> str:
    """Of the receipt."""
    found = CODE.search(page.text)
    assert found is not None, page.text[-2000:]
    return found[0]


def _first(key: str) -> str:
    return f"first-{key.replace(':', '-')}"


def _head(key: str) -> str:
    return f"head-{key.replace(':', '-')}"


def _second(key: str) -> str:
    return f"second-{key.replace(':', '-')}"


def _place(city: Organisation, number: int, at: datetime) -> Place:
    county = Organisation.objects.filter(kind=Organisation.Kind.COUNTY, path__under=city.path).order_by(
        "key"
    )[0]
    for key in (city.key, county.key):
        post_at(key, username=_first(key))
        post_at(key, username=_second(key))
    post_at(city.key, Role.HEAD, username=_head(city.key))
    return Place(city, county, *_shop(county, number, at))


def _shop(county: Organisation, number: int, at: datetime) -> tuple[Business, Account]:
    code = f"91{county.region_code}MA1NAB{number:03}"
    stated = Stated(
        name=f"{county.short_name}电器店{number}（测试）",
        code=code + check_character(code),
        region_code=county.region_code,
        phone="13900000000",
    )
    shop, _place = find_or_write_down(stated, by=PROGRAM, at=at)
    owner = open_account(
        username=f"shop-{number}",
        password=PASSWORD,
        display_name="店主（测试）",
        totp_secret=SECRET,
        by=PROGRAM,
        at=at,
    )
    Representative.objects.create(account=owner, business=shop, from_on=date(2026, 1, 1))
    return shop, owner


def _filled(page: Any) -> dict[str, Any]:
    """What the form holds before anybody types."""
    form = page.context["form"] if page.context and "form" in page.context else ()
    held = {bound.html_name: bound.field.widget.format_value(bound.value()) for bound in form}
    return {name: value for name, value in held.items() if value not in (None, "", [])}


def _answers(file: Played, today: date, *, short: bool = False) -> dict[str, dict[str, Any]]:
    """To each question of the filing; at a poster fewer are asked."""
    bought_on, shop = (today - timedelta(days=3)).isoformat(), file.lead.shop
    return {
        "story": {"story": STORY},
        "goods": {"picture": "travel" if short else "devices"},
        "kind": {"category": "S08"},
        "wrong": {"nature": "N03" if short else "N01"},
        "where": {"bought": "offline"},
        "shop": {"name": shop.name, "code": shop.credit_code},
        "city": {"place": file.lead.city.region_code},
        "county": {"part": file.lead.county.region_code},
        "paid": {"price_fen": "268", "bought_on": bought_on}
        | ({} if short else {"received_goods_on": bought_on}),
        "remedies": {"remedies": ["return", "refund"], "asked_fen": "268.00"},
        "home": {"place": file.home.city.region_code},
        "contact": {"name": f"消费者{file.number}（测试）", "phone": file.phone},
    }


BEGIN: Final[dict[str, Callable[[Day, Played], None]]] = {
    "start": Day._start,
    "register": Day._register,
    "entrust": Day._entrust,
    "submit": Day._submit,
    "settle_at_once": Day._settle_at_once,
    "discard": Day._discard,
    "add_evidence@draft": Day._draft_evidence,
}
