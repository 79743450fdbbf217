"""One word, one place and one time have one value: on every page, in every paper and file that says numbers."""

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from django.test import Client

from huaihai import alliance
from huaihai.businesses.models import Business
from huaihai.desk.measured import ALL, By, Mark, Measured, Sentence, html, sentence, span
from huaihai.desk.papers.document import Document
from huaihai.insight.board.facts import KINDS
from huaihai.insight.definitions import DEFINITIONS, of_period
from huaihai.insight.reports import report, tables
from huaihai.insight.reports.pages import counted_periods
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.facts import GRAINS, Snapshot, snapshot
from huaihai.kit import clock
from tests.golden.pages import LINK, match
from tests.golden.readers import reader
from tests.measured import marks
from tests.measured.marks import Found

pytestmark = pytest.mark.django_db
EACH = 2  # addresses of one pattern that the walk looks at
SAYS_NUMBERS = (
    *("/statistics/", "/board/", "/standard/", "/alliance/"),
    *("/businesses/", "/brands/", "/early-warning/"),
)
STAFF = (
    *("/office/insight/", "/office/reports/", "/office/charter/"),
    *("/desk/forwarded/", "/desk/figures/", "/businesses/"),
)
BEGIN = {
    "public": (
        "/",
        "/about/",
        "/statistics/",
        "/statistics/reports/",
        "/board/",
        "/standard/",
        "/alliance/nine/",
    ),
    "officer": ("/desk/", "/desk/forwarded/", "/office/insight/", "/office/insight/reports/"),
    "secretariat": (
        "/office/",
        "/office/insight/",
        "/office/insight/board/",
        "/office/reports/",
        "/office/charter/",
    ),
    "business": ("/business/",),
}
COUNTED_BY = ("cases.", "education.", "supervision.", "governance.", "forwarded.")
FILES = (".json", ".csv", ".docx", ".xlsx", ".pdf", ".png", ".svg", ".xml", ".ics", ".zip")
# Words that stand for other things on some page as well; all others of the definitions belong to their number alone.
EVERYDAY = {"received", "open", "change", "share", "withheld", "rate", "settled"}


def words() -> list[str]:
    return [str(one.name) for one in DEFINITIONS if one.key not in EVERYDAY]


def is_defined(measure: str) -> bool:
    """Whether the word has its definition; figures of a report bear the name of the room that counted them."""
    known = {one.key for one in DEFINITIONS} | KINDS.keys()
    return measure.startswith(COUNTED_BY) or any(
        measure == key or measure.startswith(f"{key}.") for key in known
    )


def walk(name: str) -> Iterator[tuple[str, str]]:
    """The pages of one reader that say numbers, a few of each kind."""
    client = reader(name)
    waiting = deque([*BEGIN[name], *more(name)])
    seen, taken = set(waiting), Counter[str]()
    while waiting:
        address = waiting.popleft()
        found = match(address.partition("?")[0])
        if found is None or (
            address not in BEGIN[name] and "?" not in address and taken[found.route] >= EACH
        ):
            continue
        taken[found.route] += 1
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        yield address, answer.text
        links = {link.decode() for link in LINK.findall(answer.content)}
        said = SAYS_NUMBERS if name == "public" else STAFF
        new = sorted(link for link in links - seen if link.startswith(said) and not link.endswith(FILES))
        seen.update(new)
        waiting.extend(new)


def more(name: str) -> Iterator[str]:
    """Choices that no link shows: periods, places, axes."""
    places = [ALL, *alliance.load().city_codes[:2]]
    if name == "public":
        for period in _newest():
            yield from (f"/statistics/places/?period={period}&place={place}" for place in places)
            yield from (f"/statistics/by/{axis}/?period={period}" for axis in keys.AXES)
            yield f"/statistics/reports/{period}/"
        yield from (
            f"/businesses/{pk}/" for pk in Business.objects.order_by("pk").values_list("pk", flat=True)[:25]
        )
    if name == "secretariat":
        for axis in (ALL, *keys.AXES):
            yield from (f"/office/insight/numbers/?axis={axis}&place={place}&months=6" for place in places)
        for period, _words in counted_periods(clock.today())[:6]:
            yield from (f"/office/insight/reports/?period={period}&place={place}" for place in places)


def _newest() -> list[str]:
    found = _snapshot()
    return [period for grain in GRAINS for period in found.periods(grain)[-3:]]


def _snapshot() -> Snapshot:
    found = snapshot(None)
    assert found is not None
    return found


def papers() -> Iterator[tuple[str, Document]]:
    """Reports as Word and Excel files have them."""
    for period in _newest():
        yield f"report {period}", report.document(tables.public(_snapshot(), period))
    for period, _words in counted_periods(clock.today())[:6]:
        for place in (ALL, *alliance.load().city_codes[:3]):
            yield f"staff {period} {place}", report.document(tables.staff(period, place, at=clock.now()))


def said_in(document: Document) -> Iterator[str]:
    yield document.summary
    for section in document.sections:
        yield from section.paragraphs
        for table in section.tables:
            yield from (cell for row in table.rows for cell in row)


def of_words(said: Iterable[str]) -> Iterator[Found]:
    for one in said:
        yield from marks.read(f"<p>{html(one)}</p>").found


def api() -> Iterator[tuple[str, Found]]:
    """The published figures as programs read them."""
    found, client = _snapshot(), Client()
    names = {"rate": "rate", "solved_low": "solved", "solved_high": "solved.most"}
    told = json.loads(client.get("/statistics/figures.json").content)
    for figure, axis, period, place, key, value in told["figures"]:
        if figure in names:
            part = "" if axis == ALL else f".{axis}.{key}"
            yield "figures.json", _found(f"{names[figure]}{part}", place, period, float(value), found)
    for axis, period, place, key, measure, value in _cells(found):
        if value is not None:
            part = "" if axis == ALL else f".{axis}.{key}"
            name, number = (
                ("recovered", value / 100) if measure == "recovered_fen" else (measure, float(value))
            )
            yield "release", _found(f"{name}{part}", place, period, number, found)


def _cells(found: Snapshot) -> Iterator[tuple[str, str, str, str, str, int | None]]:
    for cell in found.numbers({}).cells():
        yield tuple(cell)  # type: ignore[misc]


def _found(measure: str, place: str, period: str, value: float, found: Snapshot) -> Found:
    return Found(Mark(measure, place, of_period(period, found.counted)), str(value))


def test_no_word_has_two_values_for_one_place_and_time_and_none_stands_without_saying_what_it_is() -> None:
    """One test, so that each page is asked for once."""
    held: dict[Mark, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    bare: set[str] = set()
    marked: Counter[str] = Counter()

    def add(where: str, found: Iterable[Found]) -> None:
        for one in found:
            held[one.mark][one.value].add(where)
            marked[where.partition(" ")[0]] += 1

    known = words()
    for name in BEGIN:
        for address, text in walk(name):
            page = marks.read(text)
            add(f"{name} {address}", page.found)
            bare |= {f"{name} {address}: {said}" for said in marks.unmarked(page, known)}
    for title, document in papers():
        add(f"paper {title}", of_words(said_in(document)))
    for title, found in api():
        add(f"api {title}", [found])
    assert not {mark.measure for mark in held if not is_defined(mark.measure)}
    two = {mark: dict(values) for mark, values in held.items() if len(values) > 1}
    assert not two
    assert not bare
    assert min(marked[name] for name in ("public", "officer", "secretariat", "paper", "api")) >= 30, marked
    shared = [mark for mark, values in held.items() if len(set.union(*values.values())) > 1]
    assert len(shared) >= 200  # it compares: so many numbers stand in several places


def _marked(value: str, measure: str = "solved") -> str:
    mark = Mark(measure, ALL, span(By.RECEIVED, date(2026, 4, 1), date(2026, 6, 30), "release 1"))
    return str(html(Measured(value, mark)))


def test_the_reading_of_pages_sees_two_values_and_numbers_without_a_mark() -> None:
    page = marks.read(f"<table><tr><th>解决率</th></tr><tr><td>{_marked('66.1 %')}</td></tr></table>")
    (one,) = page.found
    assert (one.mark.measure, one.value) == ("solved", "66.1")
    assert list(marks.unmarked(page, ["解决率"])) == []
    for text in (
        "<p>解决率：66.1 %，其余不算。</p>",
        "<p>消费者确认已解决的占 57.9 %。</p>",
        "<dl><dt>解决率</dt><dd>52.6%</dd></dl>",
        "<table><tr><th>城市</th><th>解决率</th></tr><tr><th>徐州</th><td>52.6 %</td></tr></table>",
        "<table><tr><th>结果</th><th>件数</th></tr><tr><th>消费者确认已解决</th><td>1,304</td></tr></table>",
    ):
        assert list(marks.unmarked(marks.read(text), ["解决率", "消费者确认已解决"])), text
    for text in ("<p>解决率怎么算：见第 3 页。</p>", "<h2>解决率</h2><p>2026 年 10 月收到 12 件。</p>"):
        assert not list(marks.unmarked(marks.read(text), ["解决率"])), text


def test_a_sentence_keeps_its_numbers_in_any_order_of_words() -> None:
    mark = Mark("solved", ALL, "x")
    said = sentence("%(high)s, %(low)s <b>", low=Measured("5", mark), high=Measured("15", mark))
    assert isinstance(said, Sentence)
    assert [one.value for one in of_words([said])] == ["15.0", "5.0"]
    assert "&lt;b&gt;" in html(said)
