"""Sentences and examples: what is cut, what is found, what is left alone; quick on whatever is sent."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.law.clauses.learning import COMMON, examples, fingerprint, learn
from huaihai.law.clauses.matching import check, weighed
from huaihai.law.clauses.register import NO_CLAUSE, held, known_sentences
from huaihai.law.clauses.text import MOST, folded, sentences
from huaihai.law.clauses.weights import held as weights_held
from huaihai.law.library.citations import articles_of, find, missing
from huaihai.law.sureness import Sureness


def found_in(text: str) -> list[str]:
    return [one.clause.code for sentence in check(text) for one in sentence.found]


def test_the_register_is_large_enough_and_every_clause_has_examples() -> None:
    codes = Counter(code for code, _sentence in known_sentences())
    assert len(held().clauses) >= 120
    assert min(codes[code] for code in held().clauses) >= 10


def test_the_weights_were_learnt_from_these_examples() -> None:
    weights = weights_held()
    assert weights is not None
    assert weights.learnt_from == fingerprint(examples(held(), known_sentences())), "huaihai clauses learn"


def test_learning_tells_what_it_was_shown_apart() -> None:
    shown = [*held().clauses.values()][:3]
    known = [(one.code, text) for one in shown for text in one.wordings * COMMON]
    learnt = learn([*known, *((NO_CLAUSE, one.fair) for one in shown for _again in range(COMMON))])
    for one in shown:
        for text in one.wordings:
            asked = weighed(text, learnt)
            assert asked.ranked[0] == one.code
            assert asked.lead(one.code) > 0
        assert weighed(one.fair, learnt).lead(one.code) < 0


@pytest.mark.parametrize("code", held().clauses)
def test_every_article_is_one_that_the_library_holds_and_no_surer_than_there(code: str) -> None:
    clause = held().clauses[code]
    places = list(find(clause.article))
    assert len(places) >= len(clause.article.split("；"))
    assert not [lost for place in places for lost in missing(place)]
    marks = {article.sureness for place in places for article in articles_of(place)}
    assert clause.sureness is not Sureness.LAW or marks == {Sureness.LAW}
    assert clause.sureness is not Sureness.READ


@pytest.mark.parametrize("code", held().clauses)
def test_its_own_wordings_are_found_and_its_fair_one_is_not(code: str) -> None:
    clause = held().clauses[code]
    assert [wording for wording in clause.wordings if code not in found_in(wording)] == []
    assert found_in(clause.fair) == []


@pytest.mark.parametrize(
    "text",
    [
        "会员可以随时申请退卡，余额退还。",
        "本卡概不退款，法律另有规定的除外。",
        "本店不得以任何理由拒绝退款。",
        "甲方不得单方变更本合同。",
        "因会员故意损坏器械造成受伤的，本店不承担责任。",
        "不设最低消费。",
        "您好，请问今天几点开门？",
    ],
)
def test_fair_sentences_are_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_full_and_half_width_gaps_and_broken_lines_make_no_difference() -> None:
    whole = "会员卡一经办理，余额概不退还。"
    for text in (whole, "会员卡一经办理,余额概不退还.", " ".join(whole), "会员卡一经办理，\n余额概不退还。"):
        assert found_in(text)[:1] == ["prepaid.no_refund"], text


def test_numbered_items_and_semicolons_part_sentences() -> None:
    text = "一、余额不退；二、卡片丢失不补。\n（三）本店有最终解释权\n4. 不设最低消费"
    assert len(sentences(text)) == 4


def test_the_words_that_decided_are_marked() -> None:
    (sentence,) = check("本活动最终解释权归本店所有。")
    found = sentence.found[0]
    assert "解释权" in "".join(sentence.words(found))
    assert "".join(text for text, _marked in sentence.pieces) == sentence.text
    assert [text for text, marked in sentence.pieces if marked]


@given(st.text(max_size=400))
def test_whatever_is_sent_is_answered(text: str) -> None:
    for sentence in check(text):
        assert len(folded(sentence.text)) == len(sentence.text)
        assert "".join(piece for piece, _marked in sentence.pieces) == sentence.text


@pytest.mark.parametrize(
    "piece", ["不", "退", "卡不退", "，", "最终解释权", "1", " ", "不退款不退卡不负责", "。"]
)
def test_a_full_text_of_anything_takes_no_time(piece: str) -> None:
    text = (piece * MOST)[:MOST]
    began = time.process_time()
    check(text)
    assert time.process_time() - began < 20
