"""Answers as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from huaihai.kit import local_words
from huaihai.supervision.surveying.questionnaire import CLOSED, Question, Questionnaire, answer_keys


def words_of(question: Question, value: Any) -> str:
    """What an answer says."""
    if value is None:
        return ""
    if question.kind not in CLOSED:
        return f"{value} {local_words.in_script(question.unit)}".strip()
    said = question.words
    return "、".join(local_words.in_script(said.get(key, key)) for key in answer_keys(value))


def answer_rows(
    questionnaire: Questionnaire, answers: Mapping[str, Any], *, address: Callable[[int], str]
) -> list[dict[str, str]]:
    """The questions on this person's way and what was answered, each with the page where it is changed."""
    return [
        {
            "label": local_words.in_script(question.text),
            "value": words_of(question, answers.get(question.key)),
            "change_url": address(place),
        }
        for place in questionnaire.way(answers)[0]
        for question in questionnaire.pages[place]
    ]
