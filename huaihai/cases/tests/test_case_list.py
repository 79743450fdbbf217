"""The list of cases by who has them: whose, how it is called, narrowed, ordered, taken along, and done at once."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huaihai.cases.handling import verbs as handling
from huaihai.cases.handling.people import Person
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW, case_url, step_url
from huaihai.cases.verbs import care, routing
from huaihai.members.accounts import end_post
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role, SavedView
from tests import cast as people
from tests.posts import PROGRAM, post_at
from tests.reading import browser, fresh, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
LIST = "/desk/"


@pytest.fixture
def li_ming(cast: people.Cast) -> Post:
    """A second officer of the home body."""
    return post_at(cast.home.key, username="li-ming")


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>", maxsplit=1)[0].split("<small", maxsplit=1)[0].strip()


def shown(client: Client, query: str = "") -> list[Case]:
    """The cases on the page, in their order."""
    return _cases(client.get(LIST + query))


def _cases(answer: Any) -> list[Case]:
    page = answer.content.decode()
    found = {str(case.pk): case for case in Case.objects.all()}
    keys = [part.split("/")[0] for part in page.split('<th scope="row"><a href="/desk/cases/')[1:]]
    return [found[key] for key in keys]


def three(cast: people.Cast, li_ming: Post) -> tuple[Case, Case, Case]:
    """Wang's, Li Ming's, nobody's."""
    own, other, free = (people.filed(NOW - timedelta(days=n)).case for n in range(3))
    care.note_call(own, with_whom="consumer", text="Called.", by=cast.wang, at=NOW)
    handling.take_on(other, by=Actor.officer(li_ming), at=NOW)
    return own, other, free


def test_each_scope_shows_its_own_and_the_heading_says_which(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    own, other, free = three(cast, li_ming)
    gone = people.filed(NOW - timedelta(days=4)).case
    routing.forward(gone, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=NOW)
    below = people.filed(NOW - timedelta(days=5)).case
    Case.objects.filter(pk=below.pk).update(responsible=_county(cast))

    expected = {
        "": ("我的案件", {own}),
        "?scope=mine": ("我的案件", {own}),
        "?scope=nobody": ("没人办的案件", {free}),
        "?scope=own": ("本组织的案件", {own, other, free}),
        "?scope=below": ("本组织和下级的案件", {own, other, free, below}),
        "?scope=away": ("转到外地的案件", {gone}),
        "?scope=own&stage=checking": ("本组织的案件 · 待初审", {own, other, free}),
        "?scope=own&only=overdue": ("本组织的案件 · 逾期", set()),
        f"?handler={li_ming.account.pk}": ("本组织的案件 · 演示 li-ming", {other}),
        f"?scope=mine&handler={li_ming.account.pk}": ("本组织的案件 · 演示 li-ming", {other}),
        "?scope=own&origin=phone&month=2026-11": ("本组织的案件 · 来电 · 2026-11", set()),
        "?q=nothing": ("“nothing”的搜索结果", set()),
        "?scope=nonsense&stage=x&only=x&handler=x&month=x": ("本组织的案件", {own, other, free}),
    }
    for query, (words, cases) in expected.items():
        answer = wang.get(LIST + query)
        assert heading(answer.text) == words, query
        assert set(_cases(answer)) == cases, query


def test_somebody_without_a_case_begins_with_those_of_the_body(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    case = people.filed(NOW).case
    assert shown(wang) == [case]
    handling.take_on(case, by=Actor.officer(li_ming), at=NOW)
    assert shown(wang) == [case]
    assert heading(wang.get(LIST).text) == "本组织的案件"


def test_the_chips_count_and_the_heading_counts_what_stands_below(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    three(cast, li_ming)
    page = wang.get(LIST).text
    for words in ("我的 1", "没人办 1", "本组织 3"):
        assert f">{words}</a>" in page
    head = browser(post_at(cast.home.key, Role.HEAD).account).get(f"{LIST}?scope=own").text
    for words in ("演示 wang 1", "演示 li-ming 1"):
        assert f">{words}</option>" in head


def test_who_left_has_none_and_who_stands_in_has_theirs(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    _own, other, free = three(cast, li_ming)
    handling.say_away(
        li_ming.account,
        organisation=cast.home,
        from_on=NOW.date(),
        until_on=NOW.date(),
        stands_in=cast.accounts["wang"],
        by=Actor.officer(li_ming),
        at=NOW,
    )
    page = wang.get(LIST).text
    assert other in shown(wang)
    assert "<small>不在</small>" in page

    end_post(post=li_ming, last_on=NOW.date() - timedelta(days=1), by=PROGRAM, at=NOW)
    assert set(shown(wang, "?scope=nobody")) == {other, free}
    assert ">没人办 2</a>" in wang.get(LIST).text


def test_a_row_says_the_family_name_alone_and_who_has_it(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    three(cast, li_ming)
    page = wang.get(f"{LIST}?scope=own").text
    assert "L**" in page
    assert "Li (test)" not in page
    assert "演示 li-ming" in page
    assert page.count("我来办") == 2  # of the free one, and of what is done to ticked rows


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("?scope=own", "210"),
        ("?scope=own&sort=-0", "012"),
        ("?scope=own&sort=6", "012"),
        ("?scope=own&sort=-6", "210"),
    ],
)
def test_the_list_is_ordered_by_day_and_by_sum(
    cast: people.Cast, wang: Client, query: str, order: str
) -> None:
    cases = [people.filed(NOW - timedelta(days=n)).case for n in range(3)]
    for number, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(asked_fen=(number + 1) * 10_000)
    assert shown(wang, query) == [cases[int(n)] for n in order]


def test_filters_by_origin_category_and_month_narrow(cast: people.Cast, wang: Client) -> None:
    case, other = people.filed(NOW).case, people.filed(NOW - timedelta(days=40)).case
    Case.objects.filter(pk=other.pk).update(origin="phone", category="S01")
    for query, found in (
        ("?origin=phone", other),
        ("?origin=online", case),
        ("?category=S01", other),
        ("?month=2026-11", case),
        ("?month=2026-10", other),
    ):
        assert shown(wang, query) == [found], query


def test_ended_cases_stand_in_the_order_of_their_end(cast: people.Cast, wang: Client) -> None:
    cases = [people.filed(NOW - timedelta(days=9)).case for _n in range(2)]
    for number, case in enumerate(cases):
        routing.refer_out(case, to="12315", by=cast.wang, at=NOW - timedelta(days=number))
    assert shown(wang, "?stage=ended") == cases
    assert shown(wang) == []


def test_the_list_costs_the_same_for_many_people_and_cases(cast: people.Cast, wang: Client) -> None:
    def ask() -> int:
        return queries_of(wang, f"{LIST}?scope=own")

    handling.take_on(people.filed(NOW).case, by=cast.wang, at=NOW)
    ask()
    few = ask()
    for number in range(5):
        post = post_at(cast.home.key, username=f"colleague-{number}")
        handling.take_on(people.filed(NOW).case, by=Actor.officer(post), at=NOW)
    assert ask() == few


def test_the_file_says_no_more_of_people_than_the_page(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    own, _other, _free = three(cast, li_ming)
    answer = wang.get(f"{LIST}?scope=own&as=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    assert str(own.number) in {row[8] for row in rows}
    words = " ".join(str(cell) for row in rows for cell in row)
    assert "L**" in words
    assert "Li (test)" not in words
    assert people.PHONE not in words
    assert "我来办" not in words
    for role in (Role.SYSTEM_ADMIN, Role.SECRETARIAT):
        nothing = browser(post_at(cast.home.key, role).account).get(f"{LIST}?as=csv&only=overdue")
        assert str(own.number) not in nothing.text


def test_the_page_to_print_has_all_rows_and_no_tools(cast: people.Cast, wang: Client) -> None:
    case = people.filed(NOW).case
    page = wang.get(f"{LIST}?as=print").text
    assert case_url(case) in page
    assert 'name="row"' not in page
    assert 'id="asked"' not in page  # the fields of the list; that of the frame is not printed


def test_pages_jump(cast: people.Cast, wang: Client) -> None:
    case = people.filed(NOW).case
    template = fresh(case)
    rows = []
    for number in range(120):
        row = Case.objects.get(pk=template.pk)
        row.pk, row.number, row.client_key = type(case.pk)(int=number + 1), f"9999-{number}", ""
        rows.append(row)
    Case.objects.bulk_create(rows)
    page = wang.get(f"{LIST}?page=2").text
    assert '<b aria-current="page">2</b>' in page
    assert 'href="?page=3" aria-label="第 3 页"' in page


# Several at once.


def _county(cast: people.Cast) -> Organisation | None:
    return Organisation.objects.filter(parent=cast.home).order_by("path").first()


def ticks(*cases: Case) -> list[str]:
    return [f"{case.pk}:{fresh(case).version}" for case in cases]


def test_what_is_done_to_several_is_shown_first_with_what_stays_and_why(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    own, other, free = three(cast, li_ming)
    gone = people.filed(NOW - timedelta(days=4)).case
    routing.forward(gone, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=NOW)
    page = wang.post(LIST, {"do": "take-on", "row": ticks(own, other, free, gone)}).text

    assert "2 条会改" in page
    assert "2 条不动" in page
    assert "已经在您手上。" in page
    assert "现在由商丘市消协办。" in page
    assert fresh(free).handler_id is None  # nothing was done yet


def test_several_are_handed_over_row_by_row_and_one_that_moved_is_left_and_named(
    cast: people.Cast, wang: Client, li_ming: Post
) -> None:
    own, other, free = three(cast, li_ming)
    seen = ticks(own, free)
    to = Person(li_ming.account, cast.home).key
    sent = {"do": "pass-on", "sure": "1", "to": to, "text": "请接着办。"}
    handling.put_down(own, by=cast.wang, at=NOW)

    answer = wang.post(f"{LIST}?scope=own", sent | {"row": seen})
    assert answer.status_code == 200
    assert "页面打开以后，有人改过这件。" in answer.text
    assert case_url(own) in answer.text
    assert fresh(free).handler == li_ming.account
    assert fresh(own).handler is None

    answer = wang.post(f"{LIST}?scope=own", sent | {"row": ticks(own)})
    assert (answer.status_code, answer.url) == (302, f"{LIST}?scope=own")
    assert fresh(own).handler == li_ming.account
    left = wang.post(LIST, sent | {"row": ticks(other)}).text
    assert "案件本来就在对方手上。" in left


def test_a_form_that_is_not_whole_keeps_what_was_typed(cast: people.Cast, wang: Client) -> None:
    case = people.filed(NOW).case
    answer = wang.post(LIST, {"do": "pass-on", "sure": "1", "text": "要保留的话", "row": ticks(case)})
    assert answer.status_code == 200
    assert "要保留的话" in answer.text
    assert ticks(case)[0] in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "take-on"},
        {
            "do": "take-on",
            "row": ["x", ":", "x:1", "1:x", "00000000-0000-0000-0000-000000000000:0", "x" * 900],
        },
        {"do": "delete everything", "row": "x:1"},
        {"do": "drop-view", "view": "x"},
        {"do": "keep-view", "name": "\x00"},
    ],
)
def test_nonsense_leads_back_to_the_list(cast: people.Cast, wang: Client, sent: dict[str, Any]) -> None:
    assert wang.post(LIST, sent).status_code == 302
    assert SavedView.objects.count() == 0


def test_the_cases_of_others_cannot_be_ticked(cast: people.Cast, zhao: Client, wang: Client) -> None:
    case = people.filed(NOW).case
    for do in ("take-on", "xlsx"):
        answer = zhao.post(LIST, {"do": do, "row": ticks(case), "sure": "1"})
        assert str(case.number).encode() not in answer.content
    assert fresh(case).handler_id is None
    auditor = browser(post_at(cast.home.key, Role.AUDITOR).account)
    assert 'name="row"' not in auditor.get(f"{LIST}?scope=own").text
    assert auditor.post(LIST, {"do": "take-on", "row": ticks(case), "sure": "1"}).status_code == 302
    assert fresh(case).handler_id is None


def test_ticked_rows_come_as_a_file(cast: people.Cast, wang: Client, li_ming: Post) -> None:
    own, other, _free = three(cast, li_ming)
    answer = wang.post(LIST, {"do": "csv", "row": ticks(own)}).content.decode()
    assert str(own.number) in answer
    assert str(other.number) not in answer


def test_ticked_rows_stand_alone_on_a_page_to_print(cast: people.Cast, wang: Client, li_ming: Post) -> None:
    own, other, free = three(cast, li_ming)
    answer = wang.post(f"{LIST}?scope=mine", {"do": "print", "row": ticks(own, free)})
    assert set(_cases(answer)) == {own, free}
    assert 'name="row"' not in answer.text
    assert str(other.number) not in answer.text


def test_one_press_in_the_list_takes_a_case_of_nobody(cast: people.Cast, wang: Client) -> None:
    case = people.filed(NOW).case
    page = wang.get(LIST).text
    assert f'action="{step_url(case, "in-hand")}"' in page
    assert wang.post(step_url(case, "in-hand"), {"seen": case.version}).status_code == 302
    assert fresh(case).handler == cast.accounts["wang"]


def test_a_view_of_the_list_is_kept_for_all_of_the_body(
    cast: people.Cast, wang: Client, zhao: Client, li_ming: Post
) -> None:
    def keep(**more: str) -> None:
        wang.post(f"{LIST}?scope=own&only=overdue&page=3&junk=1", {"do": "keep-view", **more})

    keep(name="我们逾期的", shared="on")
    keep(name="只给我看")
    mine, others, elsewhere = (client.get(LIST).text for client in (wang, browser(li_ming.account), zhao))
    assert '<a class="chip" href="?only=overdue&amp;scope=own">我们逾期的</a>' in mine
    assert "只给我看" in mine
    assert "我们逾期的" in others
    assert "只给我看" not in others
    assert "我们逾期的" not in elsewhere
