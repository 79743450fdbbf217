"""Ten questions that an auditor answers from one page, each in at most three clicks.

A link, a button that sends a form and a choice in one are a click each; typing is none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from huaihai.cases import unmasking
from huaihai.cases.models import Case
from huaihai.cases.package import verbs as packages
from huaihai.cases.verbs import correcting, emptying
from huaihai.front.operating import audit
from huaihai.kit import clock
from huaihai.members import accounts, failures, powers
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from huaihai.record import clock_doubt, events
from huaihai.record.models import Event
from tests import cast as people
from tests.posts import grow_old, officer_of, post_at, sign_in
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
MOST_CLICKS = 3


@dataclass
class Reader:
    """The auditor's browser, and how often something was clicked."""

    client: Client
    clicks: int = 0
    page: str = ""
    address: str = ""
    sent: dict[str, str] = field(default_factory=dict)

    def click(self, words: str) -> "Reader":
        """The link of these words on the page that is open."""
        found = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.page, re.DOTALL)
        to = next(
            (href for href, inner in found if words == " ".join(re.sub(r"<[^>]+>", " ", inner).split())), None
        )
        assert to, f"no link {words}"
        return self._open(to)

    def choose(self, name: str, words: str) -> "Reader":
        """An option of a menu; it counts once the form is sent."""
        menu = re.search(rf'<select[^>]*name="{name}".*?</select>', self.page, re.DOTALL)
        assert menu, name
        option = re.search(rf'<option value="([^"]*)"[^>]*>{words}<', menu[0])
        assert option, words
        self.clicks += 1
        self.sent[name] = option[1]
        return self

    def search(self, words: str = "") -> "Reader":
        """The form of the page, with what it holds hidden."""
        form = re.search(r'<form class="toolbar".*?</form>', self.page, re.DOTALL)
        assert form
        held = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
        asked = held | self.sent | ({"q": words} if words else {})
        self.sent = {}
        self.clicks += 1
        answer = self.client.post(self.address.partition("?")[0], asked)
        assert answer.status_code == 302, answer.text
        self.address, self.page = answer.url, self.client.get(answer.url).text
        return self

    def _open(self, to: str) -> "Reader":
        self.clicks += 1
        to = to.replace("&amp;", "&")
        self.address = to if to.startswith("/") else self.address.partition("?")[0] + to
        answer = self.client.get(self.address)
        assert answer.status_code == 200, self.address
        self.page = answer.content.decode()
        return self

    @property
    def table(self) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.partition("<main")[2]).split())


@dataclass
class Told:
    """What happened, of which the questions are asked."""

    case: Case
    idle: Case
    head: Actor


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    cast = people.assemble()
    at = clock.now() - timedelta(days=3)
    case, idle = people.filed(at).case, people.filed(at, title="锅").case
    unmasking.unmask(case, text="回电话", by=cast.wang, at=at)
    correcting.correct(
        case,
        values={name: getattr(case, name) for name in correcting.FIELDS} | {"price_fen": 100},
        text="票上是一元",
        by=cast.wang,
        at=at,
    )
    unmasking.unmask(idle, text="看一看", by=cast.wang, at=at)
    packages.make_package(case, purpose="suit", by=cast.wang, at=at)
    client = Client()
    sign_in(client, cast.accounts["wang"])
    client.get(reverse("desk"), {"scope": "own", "q": "13800000001", "as": "csv"}, follow=True)
    head, admin = officer_of("city:320300", Role.HEAD), officer_of("alliance", Role.SYSTEM_ADMIN)
    new = powers.take_in(
        username="new-one", display_name="新人", organisation=cast.home, role=Role.OFFICER, by=head, at=at
    )
    powers.confirm(request=new.power_requests.get(), by=admin, at=at)
    gone = post_at("city:320300", username="gone").account
    accounts.close_account(account=gone, by=head, at=at)
    failures.note("wang", "203.0.113.7", what="password")
    powers.make_password_link(account=cast.accounts["wang"], with_new_factor=False, by=admin, at=at)
    _an_emergency(admin)
    return Told(case, idle, head)


def _an_emergency(admin: Actor) -> None:
    at = clock.now()
    events.write(
        subject="system:incident:1", verb="incident sheet made", by=admin.key, at=at, facts={"files": 7}
    )
    events.write(
        subject=clock_doubt.SUBJECT, verb=clock_doubt.CONFIRMED, by=admin.key, at=at, text="看过手表"
    )
    events.write(
        subject=emptying.SUBJECT, verb=emptying.DONE, by="system:empty", at=at, facts={"emptied": 12}
    )
    ended = people.filed(at, title="旧").case
    events.write(subject=ended.record_key, verb="file_emptied", by="system:empty", at=at)


@pytest.fixture
def auditor(told: Told) -> Reader:
    client = Client()
    sign_in(client, post_at("alliance", Role.AUDITOR).account)
    reader = Reader(client, address=reverse("office"))
    reader.page = client.get(reverse("office")).text
    return reader


PAGE, TITLE = "⚙ 管理", "谁看过什么"  # for an auditor the place opens on this page
# Question, what is clicked after the first page, what stands there then, and what does not.
QUESTIONS: dict[
    str, tuple[Callable[[Reader, Told], Reader], Callable[[Told], list[str]], Callable[[Told], list[str]]]
] = {
    "1 who opened this consumer's telephone, by the number of the file": (
        lambda reader, told: reader.click(PAGE).search(str(told.case.number)),
        lambda told: ["wang", "查看消费者姓名和联系方式", "回电话", str(told.case.number)],
        lambda told: [str(told.idle.number), people.PHONE],
    ),
    "1 the same by the telephone, which no page shows": (
        lambda reader, told: reader.click(PAGE).search(people.PHONE),
        lambda told: ["回电话", str(told.case.number), str(told.idle.number)],
        lambda told: [],
    ),
    "2 what this person looked at in the last week": (
        lambda reader, told: reader.click(PAGE).choose("since", "7 天").search("wang"),
        lambda told: ["回电话", "看一看"],
        lambda told: ["新人"],
    ),
    "3 who took which list along as a file, how many rows": (
        lambda reader, told: reader.click(PAGE).click("带走的"),
        lambda told: ["wang", "带走一份表格", "2 条", "筛选后"],
        lambda told: [people.PHONE],
    ),
    "4 who took a whole file along": (
        lambda reader, told: reader.click(PAGE).click("带走的"),
        lambda told: ["取走了全案材料包", "支持消费者起诉", str(told.case.number)],
        lambda told: ["回电话"],
    ),
    "5 who was given which post, by whom, confirmed by whom": (
        lambda reader, told: reader.click(PAGE).click("账号和岗位"),
        lambda told: ["system-admin-alliance", "授予岗位", "new-one", "由 head-320300 申请", "徐州"],
        lambda told: ["回电话"],
    ),
    "6 which accounts were closed": (
        lambda reader, told: reader.click(PAGE).click("账号和岗位"),
        lambda told: ["停用账号", "gone", "head-320300"],
        lambda told: [],
    ),
    "6 which sign-ins failed": (
        lambda reader, told: reader.click(PAGE).click("登录"),
        lambda told: ["近 30 天登录失败的记录", "wang", "203.0.113.0"],
        lambda told: ["回电话"],
    ),
    "7 who corrected what was written down of a case": (
        lambda reader, told: reader.click(PAGE).click("更正过的").search(str(told.case.number)),
        lambda told: ["更正登记内容", "wang", str(told.case.number)],
        lambda told: ["回电话"],
    ),
    "8 who looked without doing anything about the case": (
        lambda reader, told: reader.click(PAGE).click("看了没办"),
        lambda told: ["看一看", str(told.idle.number)],
        lambda told: ["回电话", str(told.case.number)],
    ),
    "9 which links for a new password were made": (
        lambda reader, told: reader.click(PAGE).click("密码和链接"),
        lambda told: ["生成重设密码的链接", "wang", "system-admin-alliance"],
        lambda told: ["回电话"],
    ),
    "10 what was done in an emergency, who said that the clock is right, what was emptied": (
        lambda reader, told: reader.click(PAGE).click("应急和程序"),
        lambda told: ["7 件", "看过手表", "12 件", "清空这件投诉"],
        lambda told: ["回电话"],
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_auditor_answers_it_in_three_clicks(auditor: Reader, told: Told, question: str) -> None:
    ask, stands, stands_not = QUESTIONS[question]
    ask(auditor, told)
    assert auditor.clicks <= MOST_CLICKS
    for words in stands(told):
        assert words in auditor.table, words
    for words in stands_not(told):
        assert words not in auditor.table, words


def test_the_people_of_one_city_alone(auditor: Reader, told: Told) -> None:
    reader = auditor.click(PAGE).choose("body", "商丘市消协").search()
    assert "回电话" not in reader.table
    assert reader.clicks == MOST_CLICKS


def test_what_an_auditor_takes_along_is_written_down_too(auditor: Reader, told: Told) -> None:
    answer = auditor.client.get(f"{auditor.click(PAGE).search(people.PHONE).address}&as=xlsx")
    assert answer.headers["Content-Type"].endswith("sheet")
    taken = Event.objects.filter(verb="exported").latest("at")
    assert taken.facts == {"list": "system-audit", "rows": 2, "asked": ["q"]}
    assert people.PHONE not in str(taken.facts)
    auditor.page = auditor.client.get(reverse("office")).text
    assert auditor.click(PAGE).click("带走的").table.count(TITLE) > 1


def test_a_telephone_stands_in_no_address_and_is_found_on_by_other_choices(
    auditor: Reader, told: Told
) -> None:
    reader = auditor.click(PAGE).search(people.PHONE)
    assert people.PHONE not in reader.address + reader.page
    masked = unmasking.phone_masked(people.PHONE)
    assert f'value="{masked}"' in reader.page
    changed = reader.choose("since", "7 天").search(masked)
    assert "since=7" in changed.address
    assert str(told.case.number) in changed.table
    typed = auditor.client.get(reverse("system-audit"), {"q": people.PHONE, "since": "7"})
    assert typed.status_code == 302
    assert people.PHONE not in typed.url
    assert str(told.case.number) in auditor.client.get(typed.url).text
    assert auditor.client.get(reverse("system-audit"), {"q": "a256gcm|no|such|thing"}).status_code == 200
    assert parse_qs(urlsplit(auditor.search(" ").address).query).get("q") is None, "the field was emptied"


def test_a_search_needs_no_code_and_nothing_else_passes_for_one(auditor: Reader, told: Told) -> None:
    grow_old(auditor.client)
    assert str(told.case.number) in auditor.click(PAGE).search(str(told.case.number)).table
    sign_in(auditor.client, Account.objects.get(username="system-admin-alliance"))
    grow_old(auditor.client)
    page = auditor.client.post(reverse("person-new"), {"do": "search", "username": "li-new"})
    assert "id_code" in page.text


def test_an_administrator_finds_nothing_by_a_telephone(told: Told) -> None:
    client = Client()
    sign_in(client, Account.objects.get(username="system-admin-alliance"))
    page = client.get(reverse("system-audit"), {"q": people.PHONE}, follow=True).text
    assert str(told.case.number) not in page
    assert str(told.case.number) in client.get(reverse("system-audit"), {"q": str(told.case.number)}).text


def test_the_page_asks_as_often_for_many_lines_as_for_few(auditor: Reader, told: Told) -> None:
    client, page = auditor.client, reverse("system-audit")
    few = [queries_of(client, f"{page}?what={what}") for what in ("", "idle", "powers", "system")]
    for number in range(30):
        for subject, verb in (
            (told.idle.record_key, "unmasked"),
            (f"account:{told.head.account_id}", "post ended"),
        ):
            events.write(subject=subject, verb=verb, by=told.head.key, at=clock.now(), text=str(number))
    assert [queries_of(client, f"{page}?what={what}") for what in ("", "idle", "powers", "system")] == few


@pytest.mark.both_databases
@pytest.mark.parametrize("what", ["", "idle", "taken", "changed", "powers", "links", "signed-in", "system"])
@pytest.mark.parametrize("query", ["", "q=wang", "q=phone", "q=file", "body=city:320300", "since=365"])
def test_no_filter_reads_all_events(told: Told, what: str, query: str) -> None:
    """Each goes by the index of verb and day of a year at most; what is about one file, by that of its subject."""
    words = {"q=phone": people.PHONE, "q=file": str(told.case.number)}.get(query, "")
    if words:
        query = urlencode({"q": audit.SEARCH.sealed(words)})
    request: Any = RequestFactory().get(f"{reverse('system-audit')}?what={what}&{query}")
    request.actor = Actor.officer(post_at("alliance", Role.AUDITOR))
    _asked, chosen = audit.LIST._chosen(request, {})
    rows = audit.LIST._narrowed(request, chosen, audit.LIST._words(request), {})
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a planner that looks at a few rows would read them all
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows[:26].explain()
    assert re.search(r"record_event_(verb_at|one_number)|\(subject=\?", plan), plan
    narrowed = str(rows.query)
    assert '"at" >=' in narrowed or '"subject" IN' in narrowed
    assert not (words and '"by" IN' in narrowed), "by whom is asked, and no index leads there"
    assert not re.search(r"SCAN record_event$|Seq Scan on record_event\b", plan, re.MULTILINE), plan
