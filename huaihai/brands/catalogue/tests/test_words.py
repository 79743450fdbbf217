"""The words by which entries are found, and months in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.catalogue import rows, words
from huaihai.brands.catalogue.facts import months_words
from huaihai.brands.catalogue.tests.shops import a_shop, a_story
from huaihai.brands.models import CatalogueGram, CatalogueRow, Entry
from huaihai.brands.tests.people import MONDAY, People
from huaihai.kit.text.normalise import fold

DAY = timedelta(days=1)
db = pytest.mark.django_db


def row_of(entry: Entry) -> CatalogueRow:
    return CatalogueRow.objects.get(entry=entry)


class TestWords:
    @db
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
