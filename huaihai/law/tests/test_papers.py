"""The papers of an association: every form whole, and no article on a paper that is not sure."""

import re

from huaihai.law import papers
from huaihai.law.papers import Basis
from huaihai.law.sureness import Sureness


def test_an_article_that_is_not_sure_does_not_stand_on_a_paper() -> None:
    sure = Basis("甲法", "第三条", Sureness.READ)
    assert sure.zh == "《甲法》第三条"
    for mark in (Sureness.COPY, Sureness.DERIVED, Sureness.UNCONFIRMED):
        assert Basis("甲法", "第三条", mark).zh == "《甲法》"


def test_the_ten_forms_of_order_121_have_a_counterpart_or_a_reason() -> None:
    ours = {form.agency_number for form in papers.forms().values() if form.agency_number}
    left = {one.number for one in papers.agency_only()}
    assert ours | left == set(range(1, 11))
    assert not ours & left


def test_no_paper_of_an_association_is_called_a_decision_or_leaves_its_wording_open() -> None:
    for form in papers.forms().values():
        words = " ".join([form.title, *form.notes, *(text for part in form.parts for text in part.texts)])
        assert "决定书" not in words
        assert not re.search(r"待确认|今天|明天|TODO", words)


def test_every_value_of_a_form_has_a_label() -> None:
    for form in papers.forms().values():
        texts = " ".join([form.to, *(text for part in form.parts for text in part.texts)])
        names = {row.partition("=")[0] for part in form.parts for row in part.rows} | set(
            re.findall(r"\{(\w+)\}", texts)
        )
        assert names - {"court"} <= papers.labels().keys(), form.code
