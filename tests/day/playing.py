"""A day that is played: so many files in ten cities and their counties, each through the pages of whoever acts."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.test import Client
from django.urls import reverse

from huaihai.cases import leads, life
from huaihai.cases.models import Case, IssuedPaper
from huaihai.cases.verbs import falling_due
from huaihai.members.models import Account, Organisation
from huaihai.record import clocks, events
from tests.day.beginning import BEGIN, STORY, register
from tests.day.courses import Course, days_of, paper_of, verb_of
from tests.day.doors import ALLIANCE, BODY, CITY, CONSUMER, DOORS, HELPER, HOME, SHOP, Door, File
from tests.day.ground import Played, first_of, head_of, place_of, second_of
from tests.posts import forget_tries, load_alliance, sign_in

WORDS: Final = {
    "asked_text": "请补一张小票。",
    "reason": "理由见案卷。",
    "facts": STORY,
    "result": "已办结。",
}


class Day:
    """Everybody's browsers, and the clock that all of them see."""

    def __init__(self, begins: datetime, set_clock: Callable[[datetime], None]) -> None:
        self.begins, self.set_clock = begins, set_clock
        self._turn(0)
        load_alliance(at=begins)
        cities = Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("region_code")
        self.places = [place_of(city, number, begins) for number, city in enumerate(cities)]
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
            colleague=f"{Account.objects.get(username=second_of(responsible.key)).pk}@{responsible.key}",
            shop_region=away.county.region_code,
            other_number=self._twin(file) if door.noun == "link" else "",
        )

    def _twin(self, file: Played) -> str:
        """Another file of the same consumer."""
        other = Played(file.course, file.number, file.home, file.lead)
        register(self, other)
        return str(other.case.number)

    def _browser(self, file: Played, door: Door) -> Client:
        case = file.case
        if door.who == CONSUMER:
            return self.consumer(file)
        if door.who == SHOP:
            return self.signed_in(file.lead.owner.username)
        if door.who == HELPER:
            return self.signed_in(first_of(case.helps.open().get().body.key))
        if door.who == ALLIANCE:
            dispute = leads.of(events.history(case.record_key))
            body = leads.decided_by(case, dispute, on=self.at.date())
            assert body is not None
            return self.signed_in(head_of(body.key))
        held = life.STAGES[case.stage].holder or ("lead" if case.lead_id else "home")
        city = file.home.city if door.who == HOME or held == "home" else file.lead.city
        key = city.key if door.who in (HOME, CITY) or case.responsible is None else case.responsible.key
        return self.signed_in(first_of(key))

    def signed_in(self, username: str) -> Client:
        if username not in self.browsers:
            self.browsers[username] = Client()
            sign_in(self.browsers[username], Account.objects.get(username=username))
        return self.browsers[username]

    def consumer(self, file: Played) -> Client:
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


def _goes_on(file: Played, steps: Iterator[int]) -> int:
    """The days until its next step; 0 at its end, also where it ends with a fault."""
    try:
        return next(steps, 0)
    except (AssertionError, KeyError) as error:
        file.fault = f"{file.course.name}: {error}"
        return 0


def _filled(page: Any) -> dict[str, Any]:
    """What the form holds before anybody types."""
    form = page.context["form"] if page.context and "form" in page.context else ()
    held = {bound.html_name: bound.field.widget.format_value(bound.value()) for bound in form}
    return {name: value for name, value in held.items() if value not in (None, "", [])}
