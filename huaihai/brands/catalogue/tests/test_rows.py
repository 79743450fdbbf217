"""The row of an entry follows its stage, its pledges, its evidence and its story; its words are found."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.catalogue import falling_due, rows, words
from huaihai.brands.catalogue.elsewhere import hits
from huaihai.brands.catalogue.facts import months_words
from huaihai.brands.catalogue.tests.shops import a_shop, a_story
from huaihai.brands.catalogue.tests.test_entry_page import promised
from huaihai.brands.models import CatalogueGram, CatalogueRow, CriteriaVersion, Entry, Snapshot
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import PledgeVersion
from huaihai.kit.text.normalise import fold

DAY = timedelta(days=1)
db = pytest.mark.django_db


def row_of(entry: Entry) -> CatalogueRow:
    return CatalogueRow.objects.get(entry=entry)


def a_snapshot(entry: Entry, *, at: Any = MONDAY, **low: str) -> Snapshot:
    """What the engine found: the lower ends of hearts and axes."""
    facts = {"content": {"admission": {"heart": "60"}}, "content_hash": "0" * 64, "at": MONDAY, "by": "test"}
    criteria, _made = CriteriaVersion.objects.get_or_create(number=1, defaults=facts)
    ranges = {
        name.replace("_", "-"): {"points": "99", "low": value, "high": "100"} for name, value in low.items()
    }
    made: Snapshot = Snapshot.objects.create(
        entry=entry,
        as_of=at.date(),
        criteria=criteria,
        evidence={"promises": {"hits": 12, "of": 13}},
        sources={},
        result={"total": "80", "low": "71.3", "high": "90", "hearts": ranges, "axes": ranges},
        sha256="0" * 64,
        at=at,
    )
    return made


@db
class TestStages:
    def test_an_entry_has_a_row_while_it_is_in_the_directory_and_a_suspension_stands_there_at_once(
        self, people: People
    ) -> None:
        entry = an_entry(people, "accepted", listed_at=MONDAY)
        with moving(entry, "pass check", who=Who.PAIR, by=people.near, at=MONDAY):
            pass
        assert row_of(entry).number == entry.number
        with moving(entry, "leave", who=Who.HOLDER, by=people.holder, at=MONDAY):
            pass
        assert not CatalogueRow.objects.exists()
        assert not CatalogueGram.objects.exists()
        entry = an_entry(people, "held")
        rows.refresh(entry, at=MONDAY)
        assert row_of(entry).held_until == entry.held_until
        with moving(entry, "suspend", who=Who.RULE, by=people.near, at=MONDAY):
            pass
        assert (row_of(entry).is_suspended, row_of(entry).held_until) == (True, None)

    def test_a_verb_that_fails_changes_no_row(self, people: People) -> None:
        entry = a_shop(people, "演示香油坊")

        class Broken(Exception):
            pass

        with pytest.raises(Broken), moving(entry, "leave", who=Who.HOLDER, by=people.holder, at=MONDAY):
            raise Broken
        assert row_of(entry)


@db
class TestStrength:
    def test_strong_is_what_reaches_the_criteria_with_its_lower_end(self, people: People) -> None:
        entry = a_shop(people, "演示香油坊")
        a_snapshot(entry, safe="60.0", ease="59.9", care="88", loved="61", distinctive="10")
        rows.refresh(entry, at=MONDAY)
        row = row_of(entry)
        assert rows.names(row.hearts, ("safe", "ease", "care")) == ["safe", "care"]
        assert rows.names(row.axes, ("distinctive", "well-made", "reputed", "loved")) == ["loved"]
        assert (row.low, row.kept, row.due) == (7130, 12, 13)

    def test_without_criteria_promises_count_and_scores_do_not(self, people: People) -> None:
        entry = a_shop(people, "演示香油坊")
        a_snapshot(entry, safe="90")
        Snapshot.objects.create(
            entry=entry,
            as_of=MONDAY.date(),
            evidence={"promises": {"hits": 1, "of": 2}},
            sources={},
            sha256="1" * 64,
            at=MONDAY + DAY,
        )
        rows.refresh(entry, at=MONDAY + DAY)
        row = row_of(entry)
        assert (row.hearts, row.low, row.kept, row.due) == (0, None, 1, 2)


@db
class TestNight:
    def test_a_pledge_that_begins_or_ends_is_in_the_row_the_next_morning(self, people: People) -> None:
        entry = a_shop(people, "演示香油坊")
        promised(entry)
        assert row_of(entry).chips == []
        assert run(MONDAY + DAY) == 1
        assert row_of(entry).chips == [["no_reason_return", 7]]
        assert row_of(entry).pledged == 1
        PledgeVersion.objects.update(until_on=MONDAY.date() + 2 * DAY)
        run(MONDAY + 2 * DAY)
        run(MONDAY + 3 * DAY)
        assert row_of(entry).chips == []

    def test_only_what_changed_is_made_anew(self, people: People) -> None:
        changed, other = a_shop(people, "演示甲店"), a_shop(people, "演示乙店")
        a_snapshot(changed, at=MONDAY + DAY / 2, safe="70")
        assert run(MONDAY + DAY) == 1
        assert row_of(changed).hearts == 1
        assert row_of(other).refreshed_at == MONDAY
        assert row_of(other).checked_on == MONDAY.date() + DAY

    def test_it_falls_due_once_a_day(self, people: People) -> None:
        a_shop(people, "演示香油坊")
        assert not list(falling_due.due_acts(MONDAY))
        [act] = falling_due.due_acts(MONDAY + DAY)
        act()
        assert not list(falling_due.due_acts(MONDAY + DAY))

    def test_an_entry_without_a_row_gets_one(self, people: People) -> None:
        entry = an_entry(people)
        [act] = falling_due.due_acts(MONDAY)
        act()
        assert row_of(entry)


@db
class TestOtherRooms:
    def test_the_search_of_the_site_finds_entries(self, people: People) -> None:
        a_shop(people, "演示香油坊")
        assert [card.name for card in hits("香油", on=MONDAY.date())] == ["演示香油坊"]
        assert not hits("  ", on=date(2026, 11, 2))
        page = Client().get("/search/", {"q": "香油"}).content.decode()
        assert ">演示香油坊<small>商店 · 徐州鼓楼区</small>" in page


def run(at: Any) -> int:
    return falling_due.check(at=at)


@db
class TestWords:
    def test_the_index_follows_the_words(self, people: People) -> None:
        entry = a_shop(people, "演示香油坊")
        story = a_story(people, entry, line_zh="手工银杏糕。")
        rows.refresh(entry, at=MONDAY)
        assert CatalogueGram.objects.filter(gram="银杏").exists()
        type(story).objects.filter(pk=story.pk).update(state="taken-back")
        rows.refresh(entry, at=MONDAY)
        assert not CatalogueGram.objects.filter(gram="银杏").exists()
        held = set(CatalogueGram.objects.values_list("gram", flat=True))
        assert held == words.grams_of(row_of(entry).folded)

    @given(st.text(max_size=30), st.text(min_size=1, max_size=6))
    def test_what_stands_in_a_text_is_found_by_any_piece_of_a_word(self, around: str, inside: str) -> None:
        piece = "".join(char for char in fold(inside) if "\u4e00" <= char <= "\u9fff") or "香油"
        text = words.folded([around + piece])
        tokens = words.asked(piece)
        assert all(token in text for token in tokens)
        assert words.narrowing(tokens) <= words.grams_of(text)

    @given(st.text(max_size=200))
    def test_any_query_gives_few_tokens_that_can_be_looked_for(self, query: str) -> None:
        tokens = words.asked(query)
        assert len(tokens) <= words.MOST_TOKENS
        assert all(token.strip() for token in tokens)
        assert all(1 <= len(gram) <= words.BEGINNING for gram in words.narrowing(tokens))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, ""),
        (0b1, "一月"),
        (0b111, "一月 至 三月"),
        (0b100000000001, "十二月 至 一月"),
        (0xFFF, "全年都好"),
    ],
)
def test_months_are_told_in_spans_also_over_the_new_year(months: int, said: str) -> None:
    assert months_words(months) == said
