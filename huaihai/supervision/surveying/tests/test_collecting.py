"""Papers typed in, files of other services taken in."""

import io
from datetime import timedelta

import pytest
import xlsxwriter

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.supervision import spreadsheets
from huaihai.supervision.models import SurveyImport, SurveyResponse, SurveyTally
from huaihai.supervision.spreadsheets import CannotRead
from huaihai.supervision.surveying import file, reading, verbs
from huaihai.supervision.surveying import importing as surveying_importing
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.tests.survey_cast import NOON, plan, running

HEADS = (
    "序号",
    "提交答卷时间",
    "所用时间",
    "来源",
    "来源详情",
    "来自IP",
    "1、您住哪里？",
    "2、性别？",
    "3、今年网购过吗？",
    "4、网购满意吗？",
    "5、买了什么？(食品)",
    "5、买了什么？(衣服)",
    "5、买了什么？(手机)",
    "5、买了什么？(都没有)",
    "6、花了多少？",
    "7、还想说什么？",
)
FIRST, SECOND = ("微信", "昵称甲", "10.1.2.3"), ("微信", "昵称乙", "10.1.2.4")
TWO = (
    (
        1,
        "2026/11/4 10:00:01",
        "62秒",
        "微信",
        "昵称甲",
        "10.1.2.3",
        "徐州",
        "女",
        "有",
        4,
        1,
        0,
        1,
        0,
        300,
        "电话13812345678",
    ),
    (
        2,
        "2026/11/4 10:03:20",
        "3分20秒",
        "微信",
        "昵称乙",
        "10.1.2.4",
        2,
        "2",
        "没有",
        "(跳过)",
        *["(跳过)"] * 4,
        "(跳过)",
        "",
    ),
)


def workbook(*rows: tuple[object, ...]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADS, *rows)):
            sheet.write_row(place, 0, row)
    return held.getvalue()


def comma_file(*rows: tuple[object, ...], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in (HEADS, *rows)).encode(encoding)


class TestTables:
    @pytest.mark.parametrize("raw", [workbook(*TWO), comma_file(*TWO), comma_file(*TWO, encoding="gb18030")])
    def test_columns_that_could_name_somebody_end_here(self, raw: bytes) -> None:
        table = spreadsheets.read(raw)

        assert table.left_out == ("来源", "来源详情", "来自IP")
        assert not any("10.1.2" in cell or "昵称" in cell for row in table.rows for cell in row)
        assert len(table.rows) == 2

    @pytest.mark.parametrize(
        ("head", "is_kept"),
        [
            ("3、您的姓名", False),
            ("4.您的手机号码是？", False),
            ("Q5.联系电话", False),
            ("6、您的微信？", False),
            ("身份证号", False),
            ("联系地址", False),
            ("7、您使用的手机品牌", True),
            ("8、您是否知道12315电话？", True),
            ("您对网购满意吗", True),
        ],
    )
    def test_a_question_for_who_somebody_is_ends_here_also_with_a_number(
        self, head: str, is_kept: bool
    ) -> None:
        table = spreadsheets.read(f"{head},1、您住哪里？\r\n张三,徐州\r\n".encode())

        assert (head in table.heads) is is_kept
        assert any("张三" in row for row in table.rows) is is_kept

    @pytest.mark.parametrize(
        ("raw", "why"),
        [
            (b"", "empty"),
            (b"\0\0\r\n", "empty"),
            (comma_file(), "empty"),
            (b"PK\x03\x04 broken", "broken"),
            (b"\xd0\xcf\x11\xe0 broken", "broken"),
            (b"\x89PNG\r\n\x1a\n\xff\xfe\xfd\x80\x81", "kind"),
            (comma_file(*[TWO[0]] * 5001), "rows"),
            ((",".join(["a"] * 301) + "\n1,2").encode(), "columns"),
            (b"x" * (spreadsheets.BIGGEST + 1), "big"),
        ],
    )
    def test_what_cannot_be_read_says_why(self, raw: bytes, why: str) -> None:
        with pytest.raises(CannotRead) as caught:
            spreadsheets.read(raw)

        assert caught.value.why == why

    def test_heads_are_understood(self) -> None:
        heads = spreadsheets.read(workbook(*TWO)).heads
        found = reading.guess(heads, of_plan(plan()))

        assert [found.get(str(place), "") for place in range(len(heads))] == [
            "serial",
            "at",
            "seconds",
            "q:city",
            "q:sex",
            "q:bought",
            "q:pleased",
            "c:what:food",
            "c:what:clothes",
            "c:what:phone",
            "c:what:nothing",
            "q:spent",
            "q:wish",
        ]


@pytest.mark.django_db
class TestImport:
    def test_a_file_is_taken_in_whole_by_number_or_words(self) -> None:
        people, project = running()
        found = surveying_importing.receive(
            project, name="答卷.xlsx", raw=workbook(*TWO), by=people.partner, at=NOON
        )

        surveying_importing.take(found, leave_out=False, seen=found.version, by=people.partner, at=NOON)

        first, second = SurveyResponse.objects.order_by("seconds")
        assert first.answers == {
            "city": "xz",
            "sex": "f",
            "bought": "yes",
            "pleased": "4",
            "what": ["food", "phone"],
            "spent": "300",
        }
        assert first.texts == {"wish": "电话***"}
        assert second.answers == {"city": "sq", "sex": "m", "bought": "no"}
        assert (first.seconds, second.seconds) == (62, 200)
        assert SurveyImport.objects.get().table == []
        assert SurveyTally.objects.get().held == 1

    def test_the_same_file_again_is_no_doubling_and_a_longer_one_brings_the_new_rows_alone(self) -> None:
        people, project = running()
        raw = workbook(*TWO)
        found = surveying_importing.receive(project, name="1.xlsx", raw=raw, by=people.leader, at=NOON)
        surveying_importing.take(found, leave_out=False, seen=1, by=people.leader, at=NOON)
        with pytest.raises(NotPossible):
            surveying_importing.receive(project, name="2.xlsx", raw=raw, by=people.leader, at=NOON)

        third = (3, "2026/11/4 11:00:00", *TWO[0][2:])
        more = surveying_importing.receive(
            project, name="3.csv", raw=comma_file(*TWO, third), by=people.leader, at=NOON
        )
        surveying_importing.take(more, leave_out=False, seen=1, by=people.leader, at=NOON)

        assert (more.taken, more.known) == (1, 2)
        assert SurveyResponse.objects.count() == 3

    def test_a_row_that_cannot_be_read_is_named_and_nothing_is_half_taken_in(self) -> None:
        people, project = running()
        wrong = (3, "x", "9秒", "", "", "", "火星", *TWO[0][7:])
        found = surveying_importing.receive(
            project, name="1.xlsx", raw=workbook(*TWO, wrong), by=people.leader, at=NOON
        )

        looked = surveying_importing.look(found)
        assert [(row.number, row.column) for row in looked.bad] == [(4, "1、您住哪里？")]
        with pytest.raises(Unfit):
            surveying_importing.take(found, leave_out=False, seen=1, by=people.leader, at=NOON)
        assert not SurveyResponse.objects.exists()

        surveying_importing.take(found, leave_out=True, seen=1, by=people.leader, at=NOON)
        assert (found.taken, found.left_out) == (2, 1)
        assert file.build(project, plan())["answers"]["unreadable"] == 1

    def test_columns_are_what_a_person_says(self) -> None:
        people, project = running()
        found = surveying_importing.receive(
            project, name="1.xlsx", raw=workbook(*TWO), by=people.leader, at=NOON
        )
        for columns in ({"0": "q:gone"}, {"0": "q:sex", "1": "q:sex"}, {"0": "serial"}, {"0": "c:sex:f"}):
            with pytest.raises(Unfit):
                surveying_importing.set_columns(found, columns, seen=1, by=people.leader, at=NOON)

        surveying_importing.set_columns(
            found, {"3": "q:city", "4": "q:sex"}, seen=1, by=people.leader, at=NOON
        )

        assert surveying_importing.look(found).good[0].answers == {"city": "xz", "sex": "f"}

    def test_a_file_that_nobody_takes_in_is_forgotten(self) -> None:
        people, project = running()
        surveying_importing.receive(project, name="1.xlsx", raw=workbook(*TWO), by=people.leader, at=NOON)

        for act in surveying_importing.due_acts(NOON + timedelta(days=15)):
            act()

        assert (SurveyImport.objects.get().stage, SurveyImport.objects.get().table) == ("dropped", [])

    def test_only_those_who_take_part_bring_files(self) -> None:
        people, project = running()
        for stranger in (people.auditor, Actor.public()):
            with pytest.raises(NotAllowed):
                surveying_importing.receive(project, name="1.xlsx", raw=workbook(*TWO), by=stranger, at=NOON)


@pytest.mark.django_db
class TestPapers:
    def test_a_paper_is_entered_once(self) -> None:
        people, project = running()
        said = {"city": "xz", "sex": "f", "bought": "no", "pleased": "5"}

        row = verbs.enter(project, batch="甲", paper=7, answers=said, by=people.partner, at=NOON)

        assert row.answers == {
            "city": "xz",
            "sex": "f",
            "bought": "no",
        }  # what the rule leaves out is dropped
        with pytest.raises(Unfit):
            verbs.enter(project, batch="甲", paper=7, answers=said, by=people.leader, at=NOON)
        verbs.enter(project, batch="乙", paper=7, answers=said, by=people.leader, at=NOON)

    def test_a_correction_stands_beside_what_it_corrects_and_counts_instead(self) -> None:
        people, project = running()
        said = {"city": "xz", "sex": "m", "bought": "no"}
        first = verbs.enter(project, batch="甲", paper=1, answers=said, by=people.partner, at=NOON)

        second = verbs.correct(first, answers=said | {"sex": "f"}, by=people.partner, at=NOON)

        assert SurveyResponse.objects.count() == 2
        assert SurveyTally.objects.get().held == 0
        counts = file.build(project, plan())["answers"]
        assert (counts["received"], counts["corrected"]) == (1, 1)
        with pytest.raises(NotPossible):
            verbs.correct(first, answers=said, by=people.partner, at=NOON)
        verbs.correct(second, answers=said, by=people.partner, at=NOON)

    def test_an_empty_paper_and_one_of_somebody_not_asked_are_refused(self) -> None:
        people, project = running()
        for said in ({}, {"city": None}, {"city": "else"}):
            with pytest.raises(NotPossible):
                verbs.enter(project, batch="甲", paper=1, answers=said, by=people.partner, at=NOON)
