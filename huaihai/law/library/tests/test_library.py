"""The library holds together, and every rule of the law room stands on something in it."""

from datetime import date

import pytest

from huaihai.law.library import BadLibrary, Group, Standing, article_at, checking, held
from huaihai.law.library.citations import articles_of, find, missing
from huaihai.law.library.reading import parse
from huaihai.law.library.rules import Rule, every, standing_on
from huaihai.law.sureness import Sureness

SMALL = """
key = "river-law"
group = "law"
name = "河流法"
name_en = "River Law"
sureness = "law"
about_zh = "…"
about_en = "…"
checked = 2026-11-30
[[article]]
number = "24.1"
zh = "不许倒垃圾。"
en = "No litter."
"""
CHINESE = range(0x4E00, 0xA000)


def test_every_source_speaks_both_languages_and_its_references_live() -> None:
    for statute in held().values():
        assert statute.articles
        for words in (statute.about, *(article.summary for article in statute.articles)):
            assert any(ord(char) in CHINESE for char in words.zh)
            assert words.zh.endswith("。")
            assert words.en.endswith(".")
            assert not any(ord(char) in CHINESE for char in words.en)
        assert not statute.replaced_by or statute.replaced_by in held()
        followers = [article.followed_by for article in statute.articles if article.followed_by]
        assert all(article_at(path) for path in followers)


def test_no_article_stands_behind_the_last_one() -> None:
    counted = [statute for statute in held().values() if statute.last_article is not None]
    assert {"consumer-rights-law", "civil-code"} <= {statute.key for statute in counted}
    for statute in counted:
        numbers = [one.last or one.number for one in statute.articles if one.number is not None]
        assert max(numbers) <= (statute.last_article or 0), statute.key
        assert statute.counted_in, statute.key


def test_no_two_sources_share_a_name() -> None:
    names = [name for one in held().values() for name in {one.name, one.full_name, *one.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", list(every()), ids=lambda rule: rule.code)
def test_a_rule_resolves_to_articles_of_the_library(rule: Rule) -> None:
    code, citation = rule.code, rule.citation
    places = find(citation)
    assert places, citation
    assert [number for place in places for number in missing(place)] == []
    named = {article for place in places for article in articles_of(place)}
    given = {article for one in held().values() for article in one.articles if code in article.rules}
    assert named | given, citation


def test_an_article_tells_the_rules_that_stand_on_it() -> None:
    returns = article_at("consumer-rights-law/25")
    assert returns
    codes = {rule.code: rule for rule in standing_on(returns)}
    assert codes["limits.RETURN_WITHOUT_REASON"].value.zh == "7日"
    assert codes["limits.RETURN_WITHOUT_REASON"].value.en == "7 days"
    assert "grounds.CRL-25-3" in codes
    fraud = article_at("consumer-rights-law/55")
    assert fraud
    assert "价款的3倍，最少500元" in {rule.value.zh for rule in standing_on(fraud)}


def test_the_old_order_gives_way_to_the_new_on_its_day() -> None:
    old, new = held()["order-20"], held()["order-121"]
    assert old.standing(date(2026, 4, 14)) is Standing.IN_FORCE
    assert new.standing(date(2026, 4, 14)) is Standing.TO_COME
    assert old.standing(date(2026, 4, 15)) is Standing.OVER
    assert new.standing(date(2026, 4, 15)) is Standing.IN_FORCE
    assert old.replaced_by == new.key
    article = old.article("21")
    assert article
    assert article.followed_by == "order-121/23"


def test_what_was_not_read_is_never_called_sure() -> None:
    assert held()["association-complaint-rules"].sureness is Sureness.UNCONFIRMED
    doubtful = [a for one in held().values() for a in one.articles if not a.is_numbered_surely]
    assert all("待确认" in article.zh + article.summary_zh for article in doubtful)


def test_what_nobody_checked_for_more_than_a_year_is_named() -> None:
    day = date(2026, 11, 30)
    assert not checking.is_old(day, on=date(2027, 11, 30))
    assert checking.is_old(day, on=date(2027, 12, 1))
    assert checking.is_old(date(2024, 2, 29), on=date(2025, 3, 1))
    article = parse(SMALL, name="river-law.toml").article("24-1")
    assert article
    assert article.checked == day
    assert len(checking.old(date(2040, 1, 1))) == sum(len(one.articles) for one in held().values())
    assert checking.old(date(2026, 12, 1)) == ()


def test_what_holds_in_one_province_says_so_and_its_name_begins_with_it() -> None:
    local = [one for one in held().values() if one.group is Group.LOCAL]
    assert local
    assert [one.key for one in local if not one.name.startswith(checking.where(one))] == []


def test_a_citation_is_written_out_to_be_copied() -> None:
    statute = parse(SMALL, name="river-law.toml")
    article = statute.article("24-1")
    assert article
    assert statute.citation(article) == "《河流法》第二十四条之一"
    assert (statute.numbered(24, 1), statute.numbered(24)) == (article, None)
    prepaid = held()["prepaid-interpretation"]
    first = prepaid.article("14")
    assert first
    assert prepaid.citation(first).endswith("若干问题的解释》（法释〔2025〕4号）第十四条")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("river-law", "River Law"), "is no key"),
        (('sureness = "law"', ""), "is missing"),
        (("checked = 2026-11-30\n", ""), "'checked' is missing"),
        (("checked", 'place = "99"\nchecked'), "is no place"),
        (('sureness = "law"', 'sureness = "sure"'), "sure"),
        (("24.1", "24-3"), "ends before"),
        (("24.1", "x"), "is no number"),
        (('number = "24.1"', 'key = "a"'), "is missing"),
        (("name_en", 'colour = "blue"\nname_en'), "unknown: colour"),
        (("[[article]]", 'dated_on = "2020"\n[[article]]'), "must be a date"),
        (
            ('en = "No litter."', 'en = "x"\n[[article]]\nnumber = "24.1"\nzh = "x"\nen = "x"'),
            "more than one",
        ),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_name(change: tuple[str, str], told: str) -> None:
    with pytest.raises(BadLibrary, match=rf"river-law\.toml.*{told}"):
        parse(SMALL.replace(*change), name="river-law.toml")
