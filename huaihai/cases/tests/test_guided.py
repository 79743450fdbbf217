"""Practice for officers: each example is played to its end by somebody who reads nothing but the box."""

import re
from typing import Any, Final

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from lxml import html

from huaihai.cases import life
from huaihai.cases.guided import verbs
from huaihai.cases.guided.examples import EXAMPLES, TAKING, WORDS
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.members.models import Organisation, Role
from huaihai.record import outbox
from huaihai.record.models import Event, OutboxMessage
from huaihai.record.verify import whole
from tests import cast as people
from tests.posts import body, post_at
from tests.reading import browser, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

TODAY, IN_A_WEEK = "2026-11-24", "2026-12-01"
TYPED: Final[dict[str, dict[str, Any]]] = {  # what the box on the page of a step says to write
    "service": {"way": "call", "proof": "赵经理 10:20 接的电话，说看过了。"},
    "sessions": {"minutes": "鞋店：雨天穿的。消费者：才两周。最后修好并退 80 元。"},
    "agreement": {"terms": "修好鞋，退 80 元。", "sum_fen": "80", "perform_by_on": IN_A_WEEK},
    "refusal-to-admit": {"ground": "ALL-NOT-CONSUMPTION", "text": "冰柜是给饭店买的。"},
    "forward": {"assessment": "付了 268 元，漏电，还没看到小票。"},
}
ENDS: Final = {"settled": "closed", "mediated": "closed", "declined": "declined", "away": "closed"}
NUMBER, PRESS = re.compile(r"step (\d+) of (\d+)"), re.compile(r"Press “(.+)”")


@pytest.fixture(autouse=True)
def demo(settings: LazySettings) -> None:
    settings.DEMO = True


@pytest.fixture
def learner(cast: people.Cast) -> "Learner":
    return Learner(browser(cast.accounts["wang"], language="en"))


class Learner:
    """A new officer, who reads the box alone and does what it says."""

    def __init__(self, client: Client) -> None:
        self.client, self.steps = client, list[int]()

    def begin(self, name: str) -> Case:
        sent = self.client.post(reverse("desk-practice"), {"example": name})
        self.case = Case.objects.get(pk=sent.url.split("/")[-2])
        return self.case

    def box(self, url: str = "") -> Any:
        page = html.fromstring(self.client.get(url or case_url(self.case)).text)
        found = page.xpath('//section[@aria-labelledby="practice-head"]')
        return found[0] if found else None

    def press(self) -> None:
        """Once what the box names: its own button, or a step of the page."""
        box = self.box()
        if number := NUMBER.search(box.text_content()):
            self.steps.append(int(number[1]))
        if forms := box.forms:
            assert self._send(forms[0]).status_code == 302
            return
        said = PRESS.search(box.text_content())
        assert said is not None, box.text_content()
        (button,) = box.getroottree().xpath(
            '//a[contains(@class, "btn") and normalize-space()=$words] | //button[normalize-space()=$words]',
            words=said[1],
        )
        if button.tag == "button":
            assert self._send(next(button.iterancestors("form"))).status_code == 302
        else:
            self._fill_in(button.get("href"))

    def _fill_in(self, url: str) -> None:
        noun = url.split("/")[-2]
        assert self.box(url) is not None
        (form,) = (
            one
            for one in html.fromstring(self.client.get(url).text).forms
            if "seen" in one.fields and not one.get("action")
        )
        answer = self.client.post(url, dict(form.form_values()) | TYPED[noun])
        assert answer.status_code == 302, answer.text

    def _send(self, form: Any) -> Any:
        return self.client.post(form.get("action"), dict(form.form_values()))

    @property
    def stage(self) -> str:
        self.case.refresh_from_db()
        return self.case.stage


@pytest.mark.parametrize("name", EXAMPLES)
def test_whoever_does_what_the_box_says_comes_to_the_end(learner: Learner, name: str) -> None:
    post_at(verbs._another_city(body(f"city:{people.HOME}")).key)
    learner.begin(name)

    while not learner.case.is_final:
        learner.press()
        learner.case.refresh_from_db()

    path = EXAMPLES[name].path
    assert learner.stage == ENDS[name]
    assert learner.steps == list(range(1, len(path) + 1))
    assert "Practice: done in 1 minute" in learner.box().text_content()
    assert not list(whole.findings(whole.prepare([], [], with_keys=True)))


def test_after_one_example_comes_the_next(learner: Learner) -> None:
    learner.begin("declined")
    for _step in range(2):
        learner.press()
    assert "The business is in another city" in learner.box().text_content()

    learner.press()

    assert Event.objects.filter(verb=verbs.BEGUN).count() == 2


def test_each_point_of_a_path_says_something_and_can_be_left_by_a_press() -> None:
    for example in EXAMPLES.values():
        for point in example.path:
            words = example.words.get(point) or WORDS[point]
            assert words.say
            assert bool(words.noun) != (point in verbs.TURNS), point


@pytest.mark.parametrize(
    ("noun", "typed", "back"),
    [
        ("supplement-request", {"text": "请补小票。"}, "deciding"),
        ("refusal-to-admit", {"ground": "ALL-REPORT", "text": "是举报。"}, "declined"),
        ("withdrawal", {"text": "不用了。"}, "withdrawn"),
    ],
)
def test_who_leaves_the_path_reads_what_holds_there(
    learner: Learner, noun: str, typed: dict[str, str], back: str
) -> None:
    learner.begin("settled")
    learner.press()
    do(learner.client, learner.case, noun, **typed)

    if not learner.box().text_content().startswith("Practice: done"):
        assert NUMBER.search(learner.box().text_content()) is None
        learner.press()  # the consumer adds it

    assert learner.stage == back


def test_a_pause_is_ended_and_the_case_goes_on(learner: Learner) -> None:
    learner.begin("mediated")
    for _step in range(len(TAKING) + 2):
        learner.press()
    do(learner.client, learner.case, "pause", reason="both_consent")
    assert "Resume mediation" in learner.box().text_content()

    learner.client.post(step_url(learner.case, "resumption"), {"seen": Case.objects.get().version})

    assert "Write the minutes" in learner.box().text_content()


def test_a_counter_offer_written_down_is_accepted_by_the_business(learner: Learner) -> None:
    learner.begin("settled")
    for _step in range(len(TAKING) + 1):
        learner.press()
    counter = {"remedies": ["refund"], "sum_fen": "100", "perform_by_on": IN_A_WEEK, "text": "退一百也行。"}
    do(learner.client, learner.case, "counter-offer", **counter)

    learner.press()

    assert learner.stage == "fulfilling"


def test_what_a_business_did_not_keep_is_done_after_all(learner: Learner) -> None:
    learner.begin("settled")
    for _step in range(len(TAKING) + 2):
        learner.press()
    do(learner.client, learner.case, "breach", text="没有收到钱。")
    assert learner.stage == "breached"

    learner.press()
    learner.press()

    assert learner.stage == "closed"


def test_a_press_on_an_old_page_does_nothing(learner: Learner) -> None:
    case = learner.begin("settled")
    for _step in TAKING:
        learner.press()
    old = {"seen": case.version}

    answer = learner.client.post(reverse("desk-practice-turn", args=[case.pk]), old)

    assert answer.status_code == 409
    assert learner.stage == "negotiating"
    assert not case.offers.exists()


def test_nobody_else_acts_where_it_is_the_officers_turn(learner: Learner) -> None:
    case = learner.begin("settled")

    answer = learner.client.post(reverse("desk-practice-turn", args=[case.pk]), {"seen": case.version})

    assert answer.status_code == 409
    assert learner.stage == "received"


def test_a_case_of_nobodys_practice_has_no_box(learner: Learner) -> None:
    learner.case = people.filed().case
    assert learner.box() is None
    answer = learner.client.post(reverse("desk-practice-turn", args=[learner.case.pk]), {"seen": 1})
    assert answer.status_code == 404


def test_the_other_city_needs_somebody(learner: Learner) -> None:
    learner.begin("away")
    learner.press()
    (form,) = learner.box().forms

    assert learner._send(form).status_code == 409
    assert learner.stage == "forwarded"


def test_outside_the_demo_there_is_nothing_of_it(
    learner: Learner, cast: people.Cast, settings: LazySettings
) -> None:
    case = learner.begin("settled")
    settings.DEMO = False

    assert learner.box() is None
    for url in (reverse("desk-practice"), reverse("desk-practice-turn", args=[case.pk])):
        for client in (learner.client, Client()):
            assert client.get(url).status_code == 404
            assert client.post(url, {"example": "settled", "seen": case.version}).status_code == 404
    with pytest.raises(NotPossible):
        verbs.begin(EXAMPLES["settled"], by=cast.wang, at=clock.now())


def test_a_real_page_asks_nothing_more(cast: people.Cast, settings: LazySettings) -> None:
    client, case = browser(cast.accounts["zhao"]), people.taken(cast)
    of_a_case, first_page = (case_url(case), step_url(case, "admission")), reverse("office")
    settings.DEMO = False
    plain, plain_first = queries_of(client, *of_a_case), queries_of(client, first_page)
    settings.PRACTICE_URL = "https://practice.example"
    assert queries_of(client, *of_a_case) == plain
    assert queries_of(client, first_page) == plain_first + 1  # whether the officer has ever closed a case


def test_an_example_is_of_the_officers_own_body(learner: Learner, cast: people.Cast) -> None:
    learner.begin("settled")
    assert learner.case.home == learner.case.responsible == cast.home
    assert learner.case.is_demo
    assert learner.case.title.startswith("【练习】")
    assert learner.case.handler is None

    county = Learner(browser(cast.accounts["qian"], language="en"))
    county.begin("settled")
    while not county.case.is_final:
        county.press()
        county.case.refresh_from_db()
    assert county.case.home == cast.county


def test_the_list_shows_what_this_visit_has_done(learner: Learner) -> None:
    page = learner.client.get(reverse("desk-practice")).text
    assert page.count(">Begin<") == len(EXAMPLES)
    learner.begin("declined")
    assert "Go on" in learner.client.get(reverse("desk-practice")).text
    for _step in range(2):
        learner.press()
    assert "Once more" in learner.client.get(reverse("desk-practice")).text


@pytest.mark.parametrize("sent", [{}, {"example": "nothing"}])
def test_an_example_that_is_not_there_begins_nothing(learner: Learner, sent: dict[str, str]) -> None:
    assert learner.client.post(reverse("desk-practice"), sent).status_code == 404
    assert not Case.objects.exists()


def test_the_first_page_invites_until_one_is_closed(learner: Learner) -> None:
    invites = "New here?"
    assert invites in learner.client.get(reverse("office")).text
    learner.begin("declined")
    assert invites in learner.client.get(reverse("office")).text
    for _step in range(2):
        learner.press()
    assert invites not in learner.client.get(reverse("office")).text


def test_a_real_desk_sends_to_the_practice_site_who_has_not_closed_a_case(
    cast: people.Cast, settings: LazySettings
) -> None:
    settings.DEMO = False
    client, address = browser(cast.accounts["zhao"], language="en"), "https://practice.example/demo/"
    assert "New here?" not in client.get(reverse("office")).text
    settings.PRACTICE_URL = address
    assert f'href="{address}"' in client.get(reverse("office")).text
    case = people.taken(cast)
    do(client, case, "refusal-to-admit", ground="ALL-REPORT", text="是举报。")
    assert address not in client.get(reverse("office")).text


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_who_does_no_casework_is_not_invited(cast: people.Cast, role: Role) -> None:
    client = browser(post_at(cast.home.key, role).account, language="en")
    assert "New here?" not in client.get(reverse("office")).text
    assert client.get(reverse("desk-practice")).status_code == 404


def test_nothing_leaves_a_demo(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", "huaihai.record.senders.aliyun.send")
    learner.begin("settled")
    assert outbox.sender_of("sms") is outbox.keep_on_page
    assert outbox.send_waiting(at=clock.now()) == OutboxMessage.objects.count() > 0
    settings.DEMO = False
    assert outbox.sender_of("sms") is not outbox.keep_on_page


def test_every_open_stage_has_words() -> None:
    """Its own, or those of the points that `point_of` makes of it."""
    made_of: dict[str, set[str]] = {
        "deciding": {"other", "admit", "invite"},
        "negotiating": {life.BUSINESS, life.CONSUMER},
        "mediating": {"agree", "session"},
        "fulfilling": {"send", "confirm", "do"},
        "breached": {"confirm", "do"},
    }
    assert made_of.keys() <= set(life.OPEN)
    for stage in life.OPEN:
        assert made_of.get(stage, {stage}) <= WORDS.keys(), stage


def test_another_city_is_another_one() -> None:
    people.assemble()
    for city in Organisation.objects.cities():
        assert verbs._another_city(city) != city
