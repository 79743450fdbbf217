"""The yearly sheet: what stands behind a number, what the public may not read, years that are over, no sheet at all."""

import io
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huaihai.brands.models import Entry
from huaihai.brands.tests.people import an_entry, assemble
from huaihai.businesses.models import Business
from huaihai.businesses.tests import pledge_cast
from huaihai.education.tests.one_voice_cast import a_warning
from huaihai.insight.alarms.tests import scene
from huaihai.insight.board import computing, context, sources
from huaihai.insight.board.tests.readings import NOW, OCTOBER
from huaihai.insight.board.tests.test_context import table
from huaihai.insight.models import Alarm, AlarmText, MeasureReading
from huaihai.insight.rollups.tests.files import a_file
from huaihai.insight.statistics.facts import Snapshot
from huaihai.insight.statistics.tests import snapshot
from huaihai.insight.yearly import public
from huaihai.insight.yearly.cases import BY_MONTH, stored_as
from huaihai.insight.yearly.things import THINGS
from huaihai.insight.yearly.years import Year
from huaihai.kit import clock
from huaihai.kit.clock import ZONE
from huaihai.law import yearly_sheet
from huaihai.members import bodies
from huaihai.members.models import Organisation, Role
from tests.posts import body, load_alliance, officer_of, post_at
from tests.reading import browser, queries_of

pytestmark = pytest.mark.django_db
YEAR, BEFORE = Year(2026, NOW.date()), Year(2025, NOW.date())
SHEET = "/board/yearly/2026/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def months(key: str, *counts: int) -> None:
    """So many in the months of this year, one after another."""
    MeasureReading.objects.bulk_create(
        MeasureReading(key=stored_as(key), month=date(2026, place, 1), part=count, of=count, computed_at=NOW)
        for place, count in enumerate(counts, start=1)
    )


def names(key: str, year: Year = YEAR) -> list[str]:
    return [str(one) for one in THINGS[key].rows(year)]


def test_each_row_of_the_table_counts_something_that_is_there() -> None:
    action = yearly_sheet.action()
    assert action is not None
    known = {*THINGS, *BY_MONTH, "received", "solved", "recovered"}
    assert {row.counts for row in action.rows if row.counts} <= known
    assert all(row.elsewhere_zh and row.elsewhere_en for row in action.figures)


def test_a_unit_counts_while_its_mark_does_and_of_a_past_year_by_the_mark_it_had() -> None:
    who = assemble()
    an_entry(who, "held", name="甲店")
    an_entry(who, "suspended", what="乙", name="乙店")
    an_entry(who, "listed", what="丙", name="丙店")
    assert names("marks.shop") == ["甲店"]
    assert names("marks.shop", BEFORE) == []


def test_a_promise_counts_its_business_once_and_a_shop_online_only_with_its_link() -> None:
    chain = pledge_cast.chain()
    pledge_cast.published(chain)
    assert names("pledges.no_reason_return") == [chain.group.name]
    assert names("online-shops") == names("pledges.cross_shop_return") == []
    Business.objects.filter(pk=chain.group.pk).update(shop_link="https://shop.example/1")
    assert names("online-shops") == [chain.group.name]
    assert names("pledges.no_reason_return", BEFORE) == []


def test_a_station_counts_from_its_founding_to_its_closing() -> None:
    load_alliance()
    head = officer_of("city:320300", Role.HEAD)
    made = bodies.found_below(
        parent=body("county:320302"),
        kind=Organisation.Kind.STATION,
        name="鼓楼菜场消费维权站",
        is_computerised=False,
        by=head,
        at=NOW,
    )
    assert names("stations") == [made.name]
    assert names("stations", BEFORE) == []


def test_few_are_not_said_and_small_months_are_joined_to_their_neighbours() -> None:
    months("mediated", 3, 4, 2)
    assert public.by_month("mediated", YEAR) == public.Told(None, is_few=True)
    months("settled", 12, 3, 0, 9, 30, 4)
    told = public.by_month("settled", YEAR)
    assert [(one.since.month, one.until.month, one.value) for one in told.groups] == [
        (1, 1, 12),
        (2, 4, 12),
        (5, 6, 34),
    ]
    assert told.value == 58
    months("advance", *[0] * 10)
    assert public.by_month("advance", YEAR).value == 0
    assert public.by_month("cross-city", YEAR) == public.NOT_YET


def test_the_month_that_runs_is_not_said() -> None:
    months("settled", *[10] * 11)
    told = public.by_month("settled", YEAR)
    assert told.value == 100
    assert told.groups[-1].until == date(2026, 10, 31)


def test_a_withheld_part_withholds_the_whole_and_a_year_stands_before_its_quarters() -> None:
    load_alliance()
    made = snapshot.published()
    found = Snapshot(made, is_latest=True)
    assert public.released("received", YEAR, found).value == 630
    assert public.released("recovered", YEAR, found).value == 1_234_500
    assert public.released("received", BEFORE, found) == public.NOT_YET
    snapshot.put(made, "all", "2026-Q3", "all", "all", received=None)
    assert public.released("received", YEAR, found) == public.Told(None, is_withheld=True)
    snapshot.put(made, "all", "2026", "all", "all", received=900)
    assert public.released("received", YEAR, found).value == 900


def test_a_month_counted_by_night_is_what_staff_count_by_hand() -> None:
    load_alliance()
    for day in range(12):
        at = datetime(2026, 10, 1 + day, 9, tzinfo=ZONE)
        a_file(at, lead="city:411400")
        a_file(at, lead="city:320300")
    computing.compute(OCTOBER, at=NOW)
    assert public.by_month("cross-city", YEAR).value == 12
    near, far = (browser(post_at(key, Role.OFFICER).account) for key in ("city:411400", "city:370800"))
    page = reverse("office-yearly-cases", args=[2026, "cross-city"])
    assert near.get(page).context["page"].total == 12
    assert far.get(page).context["page"].total == 0
    assert '<b class="num">12</b> 件' in near.get(page).text
    sheet = near.get("/office/insight/yearly/2026/").text
    assert "公布的统计" not in sheet
    assert "每月结束后计数" not in sheet
    assert near.get(reverse("office-yearly-cases", args=[2026, "shops"])).status_code == 404


def test_while_months_are_being_counted_the_sheet_says_so() -> None:
    load_alliance()
    words = "还在统计"
    assert words not in Client().get(SHEET).text  # nothing to count
    a_file(datetime(2026, 5, 4, 9, tzinfo=ZONE))
    acts = list(computing.due_acts(NOW))
    acts[0]()
    assert words in Client().get(SHEET).text
    for act in acts:
        act()
    assert words not in Client().get(SHEET).text


def test_a_month_that_lacks_a_newer_count_is_counted_again() -> None:
    load_alliance()
    a_file(NOW)
    for act in computing.due_acts(NOW):
        act()
    assert not list(computing.due_acts(NOW))
    MeasureReading.objects.filter(key=computing.ADDED_LAST).delete()
    assert list(computing.due_acts(NOW))


def test_a_warning_before_harm_followed_an_alarm() -> None:
    load_alliance()
    scene.night(scene.said(), day=date(2026, 11, 10))
    alarm = Alarm.objects.get()
    after = a_warning(slug="after", at=datetime(2026, 11, 20, 9, tzinfo=ZONE))
    before = a_warning(slug="before", at=datetime(2026, 11, 5, 9, tzinfo=ZONE))
    for text in (after, before):
        AlarmText.objects.create(alarm=alarm, publication=text, by="system:test", at=NOW)
    assert list(sources.warnings_before_harm(2026)) == [after]
    assert names("warnings") == [before.title, after.title]
    assert not sources.warnings_before_harm(2025).exists()


def test_what_others_count_is_loaded_with_its_source() -> None:
    load_alliance()
    client = Client()
    assert "本平台没有" in client.get(SHEET).text
    raw = table("all,2026,odr,1234,家,某局公报,2026-11-01", "320300,2026,odr,200,家,某局公报,2026-11-01")
    context.load(raw, by=officer_of("city:320300", Role.HEAD), at=NOW)
    page = Client().get(SHEET + "odr/").text
    assert page.count("某局公报") == 2
    assert "1,234 家" in page


def test_there_is_a_sheet_for_the_years_of_the_action_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    load_alliance()
    client = Client()
    assert client.get(SHEET).status_code == 200
    for path in ("/board/yearly/2024/", "/board/yearly/2027/", SHEET + "nothing/"):
        assert client.get(path).status_code == 404
    assert SHEET in client.get("/board/").text
    monkeypatch.setattr(yearly_sheet, "action", lambda: None)
    assert client.get(SHEET).status_code == 404


def test_the_files_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    load_alliance()
    months("settled", *[12] * 10)
    client = Client()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(SHEET + "sheet.xlsx").content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert ["和解、调解达成的协议", 120.0] in [row[:2] for row in rows]
    assert client.get(SHEET + "sheet.docx").status_code == 200


def test_a_sheet_asks_as_often_however_much_there_is() -> None:
    who = assemble()
    few = queries_of(browser(post_at("city:320300").account), "/office/insight/yearly/2026/")
    for number in range(5):
        an_entry(who, "held", what=str(number), name=f"店{number}", kind=Entry.Kind.SHOP)
    again = browser(post_at("city:320300", username="second").account)
    assert queries_of(again, "/office/insight/yearly/2026/") == few
