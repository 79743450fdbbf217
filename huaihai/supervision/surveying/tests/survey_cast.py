"""A survey with a rule, quotas and shares, registered and running."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huaihai.kit.clock import ZONE
from huaihai.supervision import verbs
from huaihai.supervision.models import Project, SurveyDraft, SurveyLink, SurveyResponse
from huaihai.supervision.surveying import verbs as surveying_verbs
from huaihai.supervision.surveying.file import STANDARD
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.tests.people import MONDAY, People, assemble, opened
from tests.scenes import remembered

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=ZONE)


def choices(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "text": text} for key, text in pairs]


def plan(**changed: Any) -> dict[str, Any]:
    """Two groups on the first page, a question with a rule, a scale, several answers, a number, words."""
    held: dict[str, Any] = {
        "measure": "",
        "intro": "演示问卷。",
        "thanks": "谢谢！",
        "full": "",
        "sample": {"kind": "open", "how": "演示：谁愿意答谁答。", "population": None},
        "least": 10,
        "cleaning": dict(STANDARD),
        "quotas": [{"when": {"sex": "m"}, "most": 3}],
        "targets": [{"question": "sex", "shares": {"f": "0.5", "m": "0.5"}, "source": "演示普查"}],
        "trim": None,
        "questions": [
            {
                "key": "city",
                "kind": "single",
                "text": "您住哪里？",
                "group": True,
                "choices": choices(("xz", "徐州"), ("sq", "商丘"), ("else", "别处")),
                "rules": [{"is": ["else"], "to": "out"}],
            },
            {
                "key": "sex",
                "kind": "single",
                "text": "性别？",
                "group": True,
                "with_previous": True,
                "choices": choices(("f", "女"), ("m", "男")),
            },
            {
                "key": "bought",
                "kind": "single",
                "text": "今年网购过吗？",
                "choices": choices(("yes", "有"), ("no", "没有")),
                "rules": [{"is": ["no"], "to": "wish"}],
            },
            {
                "key": "pleased",
                "kind": "scale",
                "text": "网购满意吗？",
                "choices": choices(
                    ("1", "很差"), ("2", "差"), ("3", "一般"), ("4", "好"), ("5", "很好"), ("none", "说不清")
                ),
            },
            {
                "key": "what",
                "kind": "multiple",
                "text": "买了什么？",
                "most": 2,
                "alone": ["nothing"],
                "choices": choices(
                    ("food", "食品"), ("clothes", "衣服"), ("phone", "手机"), ("nothing", "都没有")
                ),
            },
            {
                "key": "spent",
                "kind": "number",
                "text": "花了多少？",
                "min": "0",
                "max": "100000",
                "unit": "元",
                "required": False,
            },
            {"key": "wish", "kind": "text", "text": "还想说什么？", "required": False},
        ],
    }
    return held | changed


@remembered
def running(**changed: Any) -> tuple[People, Project]:
    """The survey, collecting since Monday."""
    people = assemble()
    project = opened(people, Project.Kind.SURVEY, plan(**changed))
    verbs.register(project, by=people.leader, at=MONDAY)
    verbs.start(project, by=people.leader, at=MONDAY)
    return people, project


def way_in(people: People, project: Project, **facts: Any) -> SurveyLink:
    link = surveying_verbs.open_link(project, by=people.partner, at=MONDAY, **facts)
    link.project = project
    return link


def begun(link: SurveyLink, said: Mapping[str, Any], *, token: str = "", at: datetime = NOON) -> SurveyDraft:
    draft = surveying_verbs.begin(link, token=token, at=at)
    surveying_verbs.save(draft, of_plan(surveying_verbs.plan_of(link.project)), said, at=at)
    return draft


def answered(
    link: SurveyLink,
    said: Mapping[str, Any],
    *,
    token: str = "",
    at: datetime = NOON,
    since: datetime | None = None,
) -> SurveyResponse:
    draft = begun(link, said, token=token, at=since or at)
    return surveying_verbs.hand_in(draft, at=at)
