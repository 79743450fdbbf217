"""Papers typed in, files of other services taken in."""

import io
from datetime import timedelta

import pytest
import xlsxwriter

from huaihai.desk import spreadsheets
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.spreadsheets import CannotRead
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project, SurveyImport, SurveyResponse, SurveyTally
from huaihai.supervision.surveying import file, importing, reading, verbs
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.tests.survey_cast import NOON, plan
from huaihai.supervision.tests.people import People

HEADS = (
    *("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"),
    *("1、您住哪里？", "2、性别？", "3、今年网购过吗？", "4、网购满意吗？"),
    *(f"5、买了什么？({one})" for one in ("食品", "衣服", "手机", "都没有")),
    *("6、花了多少？", "7、还想说什么？"),
)
FIRST = (1, "2026/11/4 10:00:01", "62秒", "微信", "昵称甲", "10.1.2.3")
SECOND = (2, "2026/11/4 10:03:20", "3分20秒", "微信", "昵称乙", "10.1.2.4")
TWO = (
    (*FIRST, "徐州", "女", "有", 4, 1, 0, 1, 0, 300, "电话13812345678"),
    (*SECOND, 2, "2", "没有", *["(跳过)"] * 6, ""),
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


def received(
    people: People, project: Project, raw: bytes | None = None, *, by: Actor | None = None
) -> SurveyImport:
    """A file (usually the one of two answers) is handed in."""
    raw = workbook(*TWO) if raw is None else raw
    return importing.receive(project, name="答卷", raw=raw, by=by or people.partner, at=NOON)


def take(found: SurveyImport, people: People, *, leave_out: bool = False) -> None:
    importing.take(found, leave_out=leave_out, seen=found.version, by=people.partner, at=NOON)


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
            *("serial", "at", "seconds", "q:city", "q:sex", "q:bought", "q:pleased"),
            *(f"c:what:{one}" for one in ("food", "clothes", "phone", "nothing")),
            *("q:spent", "q:wish"),
        ]


@pytest.mark.django_db
class TestImport:
    def test_a_file_is_taken_in_whole_and_again_only_with_its_new_rows(
        self, people: People, project: Project
    ) -> None:
        raw = workbook(*TWO)
        take(received(people, project, raw), people)
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
        with pytest.raises(NotPossible):
            received(people, project, raw)
        more = received(people, project, comma_file(*TWO, (3, "2026/11/4 11:00:00", *TWO[0][2:])))
        take(more, people)
        assert (more.taken, more.known) == (1, 2)
        assert SurveyResponse.objects.count() == 3

    def test_a_row_that_cannot_be_read_is_named_and_nothing_is_half_taken_in(
        self, people: People, project: Project
    ) -> None:
        wrong = (3, "x", "9秒", "", "", "", "火星", *TWO[0][7:])
        found = received(people, project, workbook(*TWO, wrong))
        assert [(row.number, row.column) for row in importing.look(found).bad] == [(4, "1、您住哪里？")]
        with pytest.raises(Unfit):
            take(found, people)
        assert not SurveyResponse.objects.exists()
        take(found, people, leave_out=True)
        assert (found.taken, found.left_out) == (2, 1)
        assert file.build(project, plan())["answers"]["unreadable"] == 1

    def test_columns_are_what_a_person_says(self, people: People, project: Project) -> None:
        found = received(people, project)
        for columns in ({"0": "q:gone"}, {"0": "q:sex", "1": "q:sex"}, {"0": "serial"}, {"0": "c:sex:f"}):
            with pytest.raises(Unfit):
                importing.set_columns(found, columns, seen=1, by=people.leader, at=NOON)
        importing.set_columns(found, {"3": "q:city", "4": "q:sex"}, seen=1, by=people.leader, at=NOON)
        assert importing.look(found).good[0].answers == {"city": "xz", "sex": "f"}

    def test_only_those_who_take_part_bring_files_and_one_that_nobody_takes_in_is_forgotten(
        self, people: People, project: Project
    ) -> None:
        for stranger in (people.auditor, Actor.public()):
            with pytest.raises(NotAllowed):
                received(people, project, by=stranger)
        received(people, project)
        for act in importing.due_acts(NOON + timedelta(days=15)):
            act()
        assert (SurveyImport.objects.get().stage, SurveyImport.objects.get().table) == ("dropped", [])


@pytest.mark.django_db
class TestPapers:
    def test_a_paper_is_entered_once(self, people: People, project: Project) -> None:
        said = {"city": "xz", "sex": "f", "bought": "no", "pleased": "5"}
        for nothing in ({}, {"city": None}, {"city": "else"}):
            with pytest.raises(NotPossible):
                verbs.enter(project, batch="甲", paper=7, answers=nothing, by=people.partner, at=NOON)
        row = verbs.enter(project, batch="甲", paper=7, answers=said, by=people.partner, at=NOON)
        del said["pleased"]  # what the rule leaves out is dropped
        assert row.answers == said
        with pytest.raises(Unfit):
            verbs.enter(project, batch="甲", paper=7, answers=said, by=people.leader, at=NOON)
        verbs.enter(project, batch="乙", paper=7, answers=said, by=people.leader, at=NOON)

    def test_a_correction_stands_beside_what_it_corrects_and_counts_instead(
        self, people: People, project: Project
    ) -> None:
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
