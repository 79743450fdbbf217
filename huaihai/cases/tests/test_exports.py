"""What 12315 gave out comes in through the page: a report row by row, its number and day kept, and nothing twice."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import elsewhere
from huaihai.cases.elsewhere import Number
from huaihai.cases.importing import exports, profiles
from huaihai.cases.models import Case, ColumnProfile, ElsewhereNumber
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.test_bringing_pages import BRING, sealed_in
from huaihai.kit.clock import local_day
from huaihai.law import platforms
from huaihai.record import events
from huaihai.record.verify import commitments
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = local_day(NOW)
HEADS = (
    *("登记编号", "登记时间", "投诉人姓名", "联系电话", "联系地址", "被投诉主体", "统一社会信用代码"),
    *("企业地址", "消费时间", "消费金额", "投诉内容", "投诉请求", "请求金额", "办理期限", "处理状态"),
)
MANY = 500


def a_row(n: int, **changed: Any) -> list[Any]:
    """One complaint as such a file may have it."""
    row: dict[str, Any] = {
        "登记编号": f"1320300{n:013d}",
        "登记时间": "2026-11-20 09:30:00",
        "投诉人姓名": f"演示消费者{n}",
        "联系电话": f"138{n:08d}",
        "联系地址": "徐州市泉山区某路 1 号",
        "被投诉主体": f"演示商行{n % 40}",
        "统一社会信用代码": people.shop_code(),
        "企业地址": "商丘市梁园区某街 2 号",
        "消费时间": "2026/11/18",
        "消费金额": f"{n + 100}.50",
        "投诉内容": f"第{n}件：电热水壶用了三天漏电，店里不肯退。",
        "投诉请求": "退货、退还货款和服务费用",
        "请求金额": f"￥1,{n % 1000:03d}.00",
        "办理期限": f"{TODAY + timedelta(days=1 + n % 9)} 17:00:00",
        "处理状态": "待受理",
    }
    return [{**row, **changed}[head] for head in HEADS]


def as_csv(*rows: list[Any], heads: tuple[str, ...] = HEADS, encoding: str = "gb18030") -> SimpleUploadedFile:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([heads, *rows])
    return SimpleUploadedFile("导出.csv", written.getvalue().encode(encoding))


def as_excel(*rows: list[Any], heads: tuple[str, ...] = HEADS) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    with xlsxwriter.Workbook(drawn, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((heads, *rows)):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("导出.xlsx", drawn.getvalue())


def look(client: Client, file: SimpleUploadedFile, profile: str = "12315") -> Any:
    file.seek(0)
    return client.post(reverse(BRING), {"file": file, "profile": profile})


def take(client: Client, page: Any) -> Any:
    return client.post(reverse(BRING), {"sealed": sealed_in(page.text)})


def why(page: Any) -> dict[str, str]:
    return {row["id"]: str(row["why"]) for row in page.context["left_rows"]}


@pytest.mark.parametrize("written", [as_excel, as_csv], ids=["excel", "csv"])
def test_five_hundred_rows_come_in_twice_without_doubles(
    wang: Client, cast: people.Cast, written: Any
) -> None:
    file = written(*(a_row(n) for n in range(MANY)))
    page = look(wang, file)

    assert (page.context["taken"], page.context["left"]) == (MANY, 0)
    assert not Case.objects.exists(), "nothing is taken before somebody says so"
    assert "演示消费者7<" not in page.text
    assert "13800000007" not in page.text
    assert take(wang, page).url == reverse("desk-drafts")
    assert Case.objects.filter(stage="draft", home=cast.home).count() == MANY
    assert ElsewhereNumber.objects.filter(platform="12315").count() == MANY

    again = look(wang, file)
    assert (again.context["taken"], again.context["left"]) == (0, MANY)
    assert set(why(again).values()) == {"以前已经收过"}
    take(wang, page)
    other = as_csv if written is as_excel else as_excel
    assert look(wang, other(*(a_row(n) for n in range(MANY)))).context["taken"] == 0
    assert Case.objects.count() == ElsewhereNumber.objects.count() == MANY


def test_what_the_row_said_stands_in_the_draft_and_is_never_typed_again(
    wang: Client, cast: people.Cast
) -> None:
    take(wang, look(wang, as_csv(a_row(7))))
    case = Case.objects.get()
    url = reverse("desk-draft", args=[case.pk])
    masked = wang.get(url)
    assert "13800000007" not in masked.text
    assert "演** · 138******07" in masked.text
    looked = wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "补全草稿"}, follow=True)
    form = looked.context["form"]

    assert looked.redirect_chain[-1][0] == url
    assert events.history(case.record_key).filter(verb="unmasked").count() == 1
    assert elsewhere.numbers_of(case) == [Number("12315", a_row(7)[0], TODAY + timedelta(days=8))]
    assert (case.price_fen, case.asked_fen, case.bought_on) == (10750, 100700, date(2026, 11, 18))
    assert case.remedies == ["return", "refund"]
    assert case.story.endswith("诉求：退货、退还货款和服务费用")
    expected = {
        "name": "演示消费者7",
        "phone": "13800000007",
        "of_business_name": "演示商行7",
        "of_business_code": people.shop_code(),
        "platform": "12315",
        "platform_number": a_row(7)[0],
        "platform_due_on": TODAY + timedelta(days=8),
    }
    assert {name: form[name].value() for name in expected} == expected
    listed = wang.get(reverse("desk-drafts")).text
    assert a_row(7)[0] in listed
    assert "12 月 2 日" in listed


def test_the_draft_is_sent_with_number_day_and_address_kept(wang: Client, cast: people.Cast) -> None:
    take(wang, look(wang, as_csv(a_row(7))))
    case = Case.objects.get()
    url = reverse("desk-draft", args=[case.pk])
    wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "补全草稿"})
    form = wang.get(url).context["form"]
    sent = {
        name: value.isoformat() if isinstance(value, date) else value
        for name in form.fields
        if (value := form[name].value()) not in (None, "") and name != "upload"
    }

    done = wang.post(url, {**sent, "price_fen": "107.50", "asked_fen": "1007.00", "bought": "offline"})

    case.refresh_from_db()
    assert done.status_code == 302, done.text
    assert case.stage == "received"
    assert case.complainant.address == "徐州市泉山区某路 1 号"
    assert [one.number for one in case.elsewhere.all()] == [a_row(7)[0]]
    assert ElsewhereNumber.objects.pressing().count() == 1
    assert commitments.altered([case.record_key]) == [], "the record commits to the number"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"登记编号": ""}, "没有编号"),
        ({"登记编号": "1.3203E+18"}, "Excel 把这个编号四舍五入了，请把这一列按文本导出"),
        ({"投诉内容": "  "}, "没有内容"),
        ({"投诉内容": "漏电" * 5001}, "超过 10000 字"),
        ({"投诉人姓名": "李\0"}, "含有无法保存的字符"),
    ],
)
def test_what_is_not_taken_is_said_row_by_row(
    wang: Client, cast: people.Cast, changed: dict[str, str], reason: str
) -> None:
    page = look(wang, as_csv(a_row(1), a_row(2, **changed)))

    assert page.context["taken"] == 1
    assert list(why(page).values()) == [reason]


def test_what_cannot_be_read_is_said_and_stays_in_the_story(wang: Client, cast: people.Cast) -> None:
    page = look(
        wang, as_csv(a_row(1, 办理期限="尽快", 联系电话="12", 统一社会信用代码="9132", 消费金额="约一百"))
    )
    remarks = page.context["taken_rows"][0]["remarks"]
    take(wang, page)

    assert [str(words) for words in remarks] == [
        str(exports.REMARKS[what]) for what in ("due_on", "phone", "business_code", "price")
    ]
    case = Case.objects.get()
    assert "尽快" in case.story
    assert "约一百" in case.story
    assert (case.complainant.phone, case.price_fen) == ("", None)


def test_a_number_that_a_case_has_already_comes_in_no_more(wang: Client, cast: people.Cast) -> None:
    case = people.filed().case
    elsewhere.keep(case, [Number("12315", a_row(3)[0])], by=cast.wang, at=NOW)

    page = look(wang, as_csv(a_row(3), a_row(4)))

    assert why(page) == {a_row(3)[0]: "本系统已有这个编号的案件"}


def test_another_city_has_its_own(wang: Client, zhao: Client, cast: people.Cast) -> None:
    take(wang, look(wang, as_csv(a_row(1))))
    take(zhao, look(zhao, as_csv(a_row(1))))

    assert {case.home for case in Case.objects.all()} == {cast.home, cast.lead}


def test_columns_are_said_once_kept_and_chosen_next_time(wang: Client, cast: people.Cast) -> None:
    heads = tuple({"登记编号": "流水", "投诉内容": "说了什么"}.get(head, head) for head in HEADS)
    first = look(wang, as_csv(a_row(1), heads=heads))
    assert [str(words) for words in first.context["lacks"]] == ["那边的编号", "事情经过"]
    assert 'name="again"' in first.text
    taken = take(wang, first)
    assert taken.status_code == 200, "nothing can be taken yet"

    said = {
        name: str(place)
        for name, place in profiles.places(HEADS, platforms.platforms()["12315"].columns).items()
    }
    form = {"sealed": sealed_in(first.text), "again": "1", **said}
    refused = wang.post(reverse(BRING), {**form, "number": "99"})
    assert refused.context["form"].errors
    looked = wang.post(reverse(BRING), {**form, "keep_as": "徐州 12315"})
    assert looked.context["taken"] == 1
    take(wang, looked)
    assert Case.objects.count() == 1

    kept = ColumnProfile.objects.get()
    assert (kept.organisation, kept.columns["number"]) == (cast.home, "流水")
    assert "徐州 12315" in wang.get(reverse(BRING)).text
    assert look(wang, as_csv(a_row(1), a_row(2), heads=heads), str(kept.pk)).context["taken"] == 1


def test_another_body_neither_sees_nor_drops_what_one_has_kept(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    kept = profiles.keep("ours", "12315", {"number": "流水"}, by=cast.wang, at=NOW)

    assert "ours" not in zhao.get(reverse(BRING)).text
    zhao.post(reverse(BRING), {"drop": str(kept.pk)})
    assert ColumnProfile.objects.exists()
    assert wang.post(reverse(BRING), {"drop": "x"}).status_code == 404
    wang.post(reverse(BRING), {"drop": str(kept.pk)})
    assert not ColumnProfile.objects.exists()


def test_the_same_name_replaces_and_there_are_not_too_many(cast: people.Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(profiles, "MOST", 1)
    for head in ("流水", "单号"):
        profiles.keep("ours", "12315", {"number": head}, by=cast.wang, at=NOW)

    assert ColumnProfile.objects.get().columns == {"number": "单号"}
    with pytest.raises(profiles.Unfit):
        profiles.keep("more", "12315", {}, by=cast.wang, at=NOW)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-08", date(2026, 12, 8)),
        ("2026/12/8 17:00", date(2026, 12, 8)),
        ("2026年12月8日", date(2026, 12, 8)),
        ("2026-12-08T00:00:00", date(2026, 12, 8)),
        ("2026.12.08", date(2026, 12, 8)),
    ],
)
def test_a_day_is_read_as_people_write_it(words: str, day: date) -> None:
    assert exports.day_in(words) == day


@pytest.mark.parametrize("words", ["尽快", "20261208", "2026-13-08", "08/12/2026", "2026-12-081"])
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        exports.day_in(words)


def test_looking_over_more_rows_asks_no_more_than_each_hundred_needs(wang: Client, cast: people.Cast) -> None:
    counts = []
    for rows in (1, 20, 100):  # the first reads what is kept for some seconds
        file = as_csv(*(a_row(n) for n in range(rows)))
        with CaptureQueriesContext(connection) as caught:
            look(wang, file)
        counts.append(len(caught))

    assert counts[1] == counts[2]
