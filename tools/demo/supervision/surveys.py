"""The yearly measure of satisfaction, from a file of another service and published; the poll of visitors, running."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from demo.shape import chance
from demo.supervision.stage import HOUR, Stage, words
from huaihai import alliance
from huaihai.supervision import verbs
from huaihai.supervision.models import Project
from huaihai.supervision.surveying import importing
from huaihai.supervision.surveying import verbs as surveying_verbs
from huaihai.supervision.surveying.plan import SATISFACTION, VISITORS, plan
from huaihai.supervision.surveying.questionnaire import of_plan

ANSWERS, VISITED = 600, 40
PLEASED = {"supply": (1, 2, 8, 14, 9), "environment": (1, 2, 9, 14, 8), "rights": (2, 4, 10, 11, 7)}


def play(stage: Stage) -> None:
    """One after the other."""
    _satisfaction(stage)
    _visitors(stage)


def _satisfaction(stage: Stage) -> Project:
    said, scene = words()["satisfaction"], stage.scene
    ours = alliance.load()
    held = plan(SATISFACTION, ours)
    held["sample"] = {**held["sample"], "how": said["how"]}
    project = stage.open("satisfaction", held, days=-80)
    at = scene.at(-60)
    file = importing.receive(project, name=said["file"], raw=_table(held), by=scene.author, at=at)
    importing.take(file, leave_out=False, seen=file.version, by=scene.author, at=at + HOUR)
    project.refresh_from_db()
    verbs.finish(project, by=scene.author, at=at + timedelta(days=1))
    stage.publish(project, scene.at(-50))
    return project


def _visitors(stage: Stage) -> None:
    """It has run for two weeks, and goes on."""
    said, scene = words()["visitors"], stage.scene
    held = plan(VISITORS, alliance.load())
    project = stage.open("visitors", held, days=-16)
    link = surveying_verbs.open_link(project, place=said["place"], by=scene.author, at=scene.at(-13))
    questionnaire, dice = of_plan(held), chance("visitors")
    first = questionnaire.questions[0]
    for number in range(VISITED):
        at = scene.at(-12 + number % 10, 8 + number % 12)
        draft = surveying_verbs.begin(link, at=at)
        chosen = dice.choices([key for key, _words in first.choices], weights=[5, 4, 2, 1])[0]
        surveying_verbs.save(draft, questionnaire, {first.key: chosen}, at=at + timedelta(seconds=20))
        surveying_verbs.hand_in(draft, at=at + timedelta(seconds=40))


def _table(held: Mapping[str, Any]) -> bytes:
    """The answers as another service hands them out: a column a question, choices in words."""
    into = io.StringIO()
    table = csv.writer(into)
    table.writerow([question["text"] for question in held["questions"]])
    table.writerows(_answers(held))
    return into.getvalue().encode("utf-8-sig")


def _answers(held: Mapping[str, Any]) -> Iterator[list[str]]:
    dice = chance("satisfaction")
    part_of = {row["question"]: part["key"] for part in held["score"]["parts"] for row in part["items"]}
    for _number in range(ANSWERS):
        row = []
        for question in held["questions"]:
            texts = [choice["text"] for choice in question["choices"]]
            if question["key"] in part_of:
                row.append(dice.choices(texts[:5], weights=PLEASED[part_of[question["key"]]])[0])
            else:
                row.append(dice.choice(texts[:-1] if question["key"] == "city" else texts))
        yield row
