"""Finding cases by their words: all that a plain scan finds, nothing that the officer may not see."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huaihai.businesses.models import Business
from huaihai.cases.desk.lists import cases as cases_of
from huaihai.cases.desk.lists import matching
from huaihai.cases.models import Case, Complainant, SearchDoc, SearchKey
from huaihai.cases.search import finding, folding, indexing, proposing, texts
from huaihai.cases.tests import searched
from huaihai.cases.tests.at_the_desk import case_url
from huaihai.cases.verbs import intake, mediation, negotiation, routing
from huaihai.kit import sealing
from huaihai.kit.keyset import page_of as page_by_key
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import fold as fold_slowly
from huaihai.kit.text.scripts import to_traditional
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests import cast as people
from tests.posts import body, officer_of

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble(NOW)


def found(typed: str, by: Actor) -> set[UUID]:
    rows = Case.objects.visible_to(by)
    return set(finding.find(rows, typed, by=by).values_list("pk", flat=True))


def unsearched(by: Actor) -> int:
    return finding.find(Case.objects.visible_to(by), "漏电", by=by).unsearched


def index() -> None:
    searched.index_all(NOW)


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


WAYS_TO_TYPE: tuple[Callable[[str], str], ...] = (str, str.upper, full_width, to_traditional)


def test_the_search_finds_all_that_a_plain_scan_finds_and_nothing_else(cast: people.Cast) -> None:
    home, lead, county = cast.home, cast.lead, cast.county
    pairs = [(home, lead), (home, home), (lead, county), (county, county), (body("city:370800"), home)]
    searched.many(160, between=pairs, at=NOW)
    index()
    searched.many(40, between=pairs, at=NOW, start=160)  # not indexed: they are opened
    cases = list(Case.objects.select_related("home", "lead", "responsible"))
    words_of = texts.of_cases(cases)
    seen = {
        officer: {key: words_of[key] for key in Case.objects.visible_to(officer).values_list("pk", flat=True)}
        for officer in (cast.wang, cast.zhao, cast.qian)
    }
    everything = sorted(words_of.values())

    @given(st.data())
    def check(data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(everything))
        typed = []
        for _ in range(data.draw(st.integers(1, 3))):
            start = data.draw(st.integers(0, len(source) - 2))
            part = source[start : start + data.draw(st.integers(2, 9))]
            typed.append(data.draw(st.sampled_from(WAYS_TO_TYPE))(part))
        officer = data.draw(st.sampled_from(list(seen)))
        words = folding.words_of(" ".join(typed), most=finding.MOST_WORDS)
        if words and max(map(len, words)) >= folding.SHORTEST:
            assert found(" ".join(typed), officer) == searched.meant(seen[officer], words)

    check()


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_stands_in_the_folded_text(text: str, start: int, length: int) -> None:
    text = fold_slowly(text)  # stored texts are composed; what composes across a cut is no word
    part = folding.fold(text[start : start + length])

    assert part in folding.fold(text)


@given(st.text("0123456789aA水壶-. \n", max_size=40), st.integers(0, 40), st.integers(1, 12))
def test_a_text_has_all_parts_by_which_its_words_are_asked_for(text: str, start: int, length: int) -> None:
    folded = folding.joined([text, "水壶", text])
    words = folded[start : start + length].split()

    assert folding.wanted_grams(words) <= folding.grams(folded)


STANDING_IN_THE_FILE = (
    "漏电，要求",
    "漏電",
    "i (te",
    "LI (TEST",
    "Ｋｅｔｔｌｅ",
    "03700",
    "7000000",
    "三天内原路退回",
    "不是质量问题",
    "民主 南路 退货",
    "证人说三天没有响应",
)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_what_stands_in_the_file_is_found(cast: people.Cast, is_indexed: bool) -> None:
    case = people.draft(NOW)
    stated = {**case.stated_business, "phone": "03700000000", "address": "民主南路 10 号"}
    intake.save_answers(case, stated_business=stated)
    intake.submit(case, key="k", by=people.li(case), at=NOW)
    routing.forward(case, to=cast.lead, assessment="证人说三天没有响应。", by=cast.wang, at=NOW)
    routing.take(case, by=cast.zhao, at=NOW)
    negotiation.invite(case, by=cast.zhao, at=NOW)
    negotiation.serve(case, way="call", proof="x", by=cast.zhao, at=NOW)
    if is_indexed:
        index()
    offer = people.offer(case, by=cast.sun, at=NOW)
    negotiation.reject(case, offer=offer, text="不够。", by=people.li(case), at=NOW)
    negotiation.refuse(case, text="不是质量问题。", by=cast.sun, at=NOW)
    if is_indexed:
        index()
    number, stranger = str(case.number), officer_of("city:370800")

    for typed in (*STANDING_IN_THE_FILE, number, number[10:16], number.replace("-", "")):
        assert found(typed, cast.wang) == found(typed, cast.zhao) == {case.pk}, typed
        assert found(typed, stranger) == set()


def test_a_phone_of_a_consumer_is_found_whole_and_in_no_part(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    index()

    assert found(people.PHONE, cast.wang) == found("138 0000 0001", cast.wang) == {case.pk}
    assert found(people.PHONE[:-1], cast.wang) == found(people.PHONE[-4:], cast.wang) == set()


def test_a_business_is_found_by_what_the_register_knows_and_after_it_was_merged(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    index()
    other = Business.objects.create(name="演示电器（新）", words="演示电器(新)", created_at=NOW)
    Business.objects.filter(cases=case).update(merged_into=other)

    assert found("演示电器", cast.wang) == {case.pk}
    assert found(people.shop_code(), cast.wang) == {case.pk}


def test_the_count_is_exact_to_a_thousand_and_then_says_more(cast: people.Cast) -> None:
    searched.many(1_020, between=[(cast.home, cast.home)], at=NOW)
    Case.objects.filter(pk__in=Case.objects.order_by("pk").values("pk")[:50]).update(title="", stage="closed")
    index()
    everywhere = finding.find(Case.objects.visible_to(cast.wang), "2026", by=cast.wang)
    closed = finding.find(Case.objects.visible_to(cast.wang).filter(stage="closed"), "2026", by=cast.wang)

    assert everywhere.count() == 1_001
    assert closed.count() == 50


@pytest.mark.parametrize("at_once", [10, 1_001])
@pytest.mark.parametrize(("word", "is_opened"), [("退款", False), ("人为损坏", True)])
def test_among_many_what_one_token_says_is_not_opened(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch, word: str, is_opened: bool, at_once: int
) -> None:
    searched.many(60, between=[(cast.home, cast.home)], at=NOW)
    index()
    opened: list[str] = []
    plain = sealing.unseal_all

    def noted(sealed: Iterable[tuple[bytes, str]]) -> Iterator[bytes]:
        sealed = list(sealed)
        opened.extend(place for _content, place in sealed)
        return plain(sealed)

    monkeypatch.setattr(proposing, "AT_ONCE", at_once)
    monkeypatch.setattr(proposing, "FEW", min(at_once, proposing.FEW))
    monkeypatch.setattr(finding, "MOST_SURE", 5)
    monkeypatch.setattr(sealing, "unseal_all", noted)
    rows = Case.objects.visible_to(cast.wang)

    hits = set(finding.find(rows, word, by=cast.wang).values_list("pk", flat=True))

    assert hits == searched.meant(texts.of_cases(list(rows)), [word])
    assert len(hits) > 5
    assert (len(opened) >= len(hits)) is is_opened


def test_a_page_of_what_was_found_counts_nothing_until_it_is_narrowed(cast: people.Cast) -> None:
    searched.many(30, between=[(cast.home, cast.home)], at=NOW)
    index()
    rows = finding.find(Case.objects.visible_to(cast.wang), "2026", by=cast.wang)
    Case.objects.filter(pk__in=rows.order_by("pk").values("pk")[:4]).update(stage="closed")
    narrowed, all_or_closed = rows.filter(stage="closed"), rows | Case.objects.filter(stage="closed")

    assert (rows.counted, narrowed.counted, all_or_closed.counted) == (30, None, None)
    assert (page_of(rows, "2").total, page_of(narrowed, None).total) == (30, 4)
    assert not all_or_closed.are_files


def test_the_first_page_is_the_same_as_if_all_that_was_found_were_put_in_order(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some have all pairs of characters, but not the word."""
    cases = searched.many(150, between=[(cast.home, cast.home)], at=NOW)
    alike = [case.pk for case in cases if "人为损坏" not in case.title + case.story]
    Case.objects.filter(pk__in=alike[:60]).update(title="说人为的，为损的，损坏的")
    Case.objects.filter(pk__in=alike[60:70]).update(ended_at=NOW, stage="closed")
    index()
    for at_once in (10, 1_001):
        monkeypatch.setattr(proposing, "AT_ONCE", at_once)
        for word in ("退款", "人为损坏", "人为损坏 退款", "2026", "000007"):
            rows = matching(cases_of(cast.wang), word)

            assert rows.begin or at_once < 1_001, word
            assert not rows.all().begin, word
            assert not rows.order_by("pk").begin, word
            _read_page_by_page_alike(rows)


def _read_page_by_page_alike(rows: Any) -> None:
    for asked in ({}, {"page": "2"}, {"page": "1"}, {"sort": "1"}):
        for per_page in (5, 25, 100):
            one, other = (page_by_key(some, asked, per_page=per_page) for some in (rows, rows.all()))
            assert (one.rows, one.number, one.total) == (other.rows, other.number, other.total)
            assert (one.before, one.after, one.is_more) == (other.before, other.after, other.is_more)


@pytest.mark.parametrize("word", ["2026", "只在这里"])
def test_rows_that_are_no_files_of_the_actor_are_narrowed_to_them(cast: people.Cast, word: str) -> None:
    case = people.filed(NOW).case
    Case.objects.filter(pk=case.pk).update(title="只在这里")
    index()
    of_another = Case.objects.visible_to(cast.wang)

    assert list(finding.find(of_another, word, by=cast.wang)) == [case]
    assert list(finding.find(of_another, word, by=cast.zhao)) == []


def test_nobody_finds_or_counts_a_case_of_another_city_or_county(cast: people.Cast) -> None:
    word = "只在这一件里的话"
    case = people.forwarded(cast, NOW)
    Case.objects.filter(pk=case.pk).update(title=word)
    index()
    others = (
        cast.qian,
        officer_of("city:370800"),
        officer_of(cast.lead.key, Role.SECRETARIAT),
        officer_of(cast.home.key, Role.SYSTEM_ADMIN),
        cast.sun,
        Actor.public(),
    )

    assert found(word, cast.wang) == found(word, cast.zhao) == {case.pk}
    assert [found(word, by) for by in others] == [set()] * len(others)
    for by in others:  # nor in a list of rows that the officer reads without the file
        assert not finding.find(Case.objects.exclude(submitted_at=None), word, by=by).exists()


def test_rows_remember_who_sees_them_however_they_are_narrowed(cast: people.Cast) -> None:
    case = people.forwarded(cast, NOW)
    index()
    rows = Case.objects.visible_to(cast.zhao).exclude(stage="draft").annotate(n=Count("offers")).order_by("n")

    assert list(matching(rows.select_related("home").defer("story"), "漏电")) == [case]
    assert list(matching(Case.objects.listed_to(cast.qian), "漏电")) == []
    assert list(matching(Case.objects.listed_to(cast.zhao), "漏电")) == [case]


def test_a_city_that_gets_the_case_finds_it_at_once_and_one_that_loses_it_does_not(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    index()
    routing.forward(case, to=cast.lead, assessment="x", by=cast.wang, at=NOW)
    assert found("漏电", cast.zhao) == {case.pk}
    routing.take(case, by=cast.zhao, at=NOW)
    routing.assign(case, to=cast.county, text="x", by=cast.zhao, at=NOW)
    assert found("漏电", cast.qian) == {case.pk}
    index()
    assert found("漏电", cast.qian) == found("漏电", cast.zhao) == {case.pk}
    Case.objects.filter(pk=case.pk).update(lead=None, responsible=cast.home, stage="received")

    assert found("漏电", cast.zhao) == found("漏电", cast.qian) == set()
    assert found("漏电", cast.wang) == {case.pk}


def test_cases_not_indexed_yet_are_opened_and_those_beyond_are_counted(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_IN_TAIL", 3)
    searched.many(5, between=[(cast.home, cast.home)], at=NOW)

    assert len(found("26-0000", cast.wang)) == 3
    assert unsearched(cast.wang) == 2
    assert unsearched(cast.zhao) == 0
    index()
    assert unsearched(cast.wang) == 0


def test_the_page_says_how_many_cases_cannot_be_searched_yet(
    wang: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.filed(NOW).case
    assert case_url(case) in wang.get("/desk/", {"q": "漏电"}).text
    monkeypatch.setattr(finding, "MOST_IN_TAIL", 0)
    page = wang.get("/desk/", {"q": "漏电"}).text

    assert case_url(case) not in page
    assert "还有 1 件刚收到或刚改动" in page
    index()
    page = wang.get("/desk/", {"q": "漏电"}).text
    assert case_url(case) in page
    assert "刚收到或刚改动" not in page


def test_a_changed_word_is_found_at_once_and_the_old_one_no_longer(cast: people.Cast) -> None:
    case = people.mediating(cast, NOW)
    index()
    mediation.hold_session(case, minutes="约定周五当面验货。", held_on=NOW.date(), by=cast.zhao, at=NOW)
    assert found("当面验货", cast.wang) == {case.pk}
    Case.objects.filter(pk=case.pk).update(title="另一个题目", to_index=True)
    assert found("电热水壶", cast.wang) == set()
    index()
    assert found("电热水壶", cast.wang) == set()
    assert found("另一个题目 当面验货", cast.wang) == {case.pk}


def test_words_written_without_a_step_are_found(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    index()
    intake.write_down(
        case, purposes=["business"], text="电话里同意，她女儿在场。", by=cast.wang, at=NOW, seen=case.version
    )

    assert found("女儿在场", cast.wang) == {case.pk}
    index()
    assert found("女儿在场", cast.wang) == {case.pk}


def test_nothing_is_searched_on_an_empty_database(cast: people.Cast) -> None:
    assert found("退款", cast.wang) == set()
    assert indexing.index_some(at=NOW) == 0
    assert not SearchKey.objects.exists()


def test_the_worker_goes_on_after_a_case_that_cannot_be_read(cast: people.Cast) -> None:
    damaged, case = people.filed(NOW).case, people.filed(NOW + timedelta(hours=1)).case
    one, other = Complainant.objects.get(case=case), Complainant.objects.get(case=damaged)
    other.__dict__["name"] = one.__dict__["name"]  # sealed for another row
    other.save(update_fields=["name"])
    index()

    assert set(SearchDoc.objects.values_list("case", flat=True)) == {case.pk}
    assert not Case.objects.filter(to_index=True).exists()
    indexing.rotate(at=NOW)
    index()
    assert SearchDoc.objects.get().key == SearchKey.objects.get()


def test_while_keys_change_both_are_asked_and_then_the_old_one_goes(cast: people.Cast) -> None:
    searched.many(45, between=[(cast.home, cast.home)], at=NOW)
    index()
    everything = found("元", cast.wang) | found("2026", cast.wang)
    before = SearchKey.objects.get()
    indexing.rotate(at=NOW)
    indexing.index_some(at=NOW)
    rare = folding.fold(Case.objects.order_by("-pk")[0].story)[:12]

    assert SearchDoc.objects.filter(key=before).exists() or SearchKey.objects.count() == 2
    assert len(everything) == 45
    assert found(rare, cast.wang)
    index()
    assert found(rare, cast.wang)
    assert set(SearchDoc.objects.values_list("key", flat=True)) == {SearchKey.objects.get().pk}
    assert SearchKey.objects.get() != before


@pytest.mark.parametrize(
    "typed", ["%", "_", "?", '"', "' OR 1=1 --", "9" * 500, "a" * 5_000, "NEAR(a b)", "漏\ud800x"]
)
def test_signs_of_a_query_are_words_like_others(cast: people.Cast, typed: str) -> None:
    people.filed(NOW)
    index()

    assert found(typed, cast.wang) == set()


def test_a_line_that_ends_within_a_word_or_a_space_in_a_name_hides_nothing(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    case.story = "店家说是人为\n损坏 ，王　小明 在 场。VIP 卡"
    case.save(update_fields=["story"])

    for _indexed in range(2):
        for typed in ("人为损坏", "人为 损坏", "王小明在场", "王 小明", "vip 卡"):
            assert found(typed, cast.wang) == {case.pk}, typed
        assert found("vip卡", cast.wang) == set()
        index()


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "\u200b", "\ud800"])
def test_who_types_nothing_gets_all_rows(cast: people.Cast, typed: str) -> None:
    case = people.filed(NOW).case

    assert found(typed, cast.wang) == {case.pk}
