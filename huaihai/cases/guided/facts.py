"""The box on the pages of a practice case, the list of examples, and the line on the first page of an officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life, turns
from huaihai.cases.desk import verbs as pages
from huaihai.cases.guided.examples import EXAMPLES, WORDS, Example, Words
from huaihai.cases.guided.verbs import BEGUN, TURNS
from huaihai.cases.models import Case
from huaihai.cases.models import Promise as Duty
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.desk.frame import actor_of
from huaihai.record.models import Event

HELD = "practice"  # session key: the newest case of each example begun in this visit, since many share an account
AT_ONE_SITTING = timedelta(hours=2)


@dataclass(frozen=True)
class Box:
    """What the page of a practice case says. `step` is 0 off the path; `press` the words on the step's button; `turn`
    those that let somebody else act. At the end there are `minutes`, if it was done at one sitting, and what is
    `following`."""

    example: Example
    words: Words
    step: int
    press: Promise | str = ""
    turn: Promise | str = ""
    is_over: bool = False
    minutes: int | None = None
    following: Example | None = None

    @property
    def steps(self) -> int:
        return len(self.example.path)


def box_of(situation: Situation) -> Box | None:
    """None for every case but one of practice, and outside the demo, where nothing is asked for it."""
    if not settings.DEMO:
        return None
    begun = next((event for event in situation.history if event.verb == BEGUN), None)
    example = EXAMPLES.get(str(begun.facts["example"])) if begun else None
    if begun is None or example is None:
        return None
    if situation.case.is_final:
        return Box(
            example,
            Words(""),
            0,
            is_over=True,
            minutes=_minutes(begun, situation.case),
            following=following(example),
        )
    point = point_of(situation)
    words = example.words.get(point) or WORDS.get(point) or WORDS["other"]
    page = pages.BY_NOUN.get(words.noun)
    if page is not None and not pages.is_open(page, situation):
        words, page = WORDS["other"], None
    return Box(
        example,
        words,
        example.path.index(point) + 1 if point in example.path else 0,
        page.words if page else "",
        TURNS[point].label if point in TURNS else "",
    )


def point_of(situation: Situation) -> str:
    """Where the case stands: its stage, and where that does not say it, whose turn it is and what was done before."""
    case, point = situation.case, situation.case.stage
    if life.BODY not in situation.parties and point != "forwarded":
        return "elsewhere"
    match case.stage:
        case "deciding":
            point = "other" if case.denied_at else "admit" if case.served_at else "invite"
        case "negotiating":
            point = situation.turn.of
        case "mediating":
            was_held = any(event.verb == "hold_session" for event in situation.history)
            point = "agree" if was_held else "session"
        case "fulfilling" if situation.turn.matter == turns.SEND:
            point = "send"
        case "fulfilling" | "breached":
            point = "confirm" if _is_said_to_be_done(case.promises.all()) else "do"
    return point


def following(example: Example) -> Example | None:
    """What is practised after it."""
    names = list(EXAMPLES)
    after = names.index(example.name) + 1
    return EXAMPLES[names[after]] if after < len(names) else None


def _is_said_to_be_done(duties: Iterable[Duty]) -> bool:
    waiting = [one for one in duties if one.confirmed_at is None and one.left_at is None]
    return bool(waiting) and all(
        one.claimed_at and (one.breached_at is None or one.claimed_at >= one.breached_at) for one in waiting
    )


def _minutes(begun: Event, case: Case) -> int | None:
    took = case.ended_at - begun.at if case.ended_at else AT_ONE_SITTING
    return max(1, round(took / timedelta(minutes=1))) if took < AT_ONE_SITTING else None


@dataclass(frozen=True)
class Row:
    """An example in the list, with the case that this visit has begun of it; `is_next`: none before it is open."""

    example: Example
    case: Case | None
    is_next: bool


def rows_of(request: HttpRequest) -> list[Row]:
    """All examples; the first one that was not done to its end is the next."""
    begun = held(request)
    seen = Case.objects.visible_to(actor_of(request)).in_bulk(list(begun.values()))
    rows, is_next = [], True
    for name, example in EXAMPLES.items():
        case = seen.get(begun[name]) if name in begun else None
        is_done = case is not None and case.is_final
        rows.append(Row(example, case, is_next and not is_done))
        is_next = is_next and is_done
    return rows


def held(request: HttpRequest) -> dict[str, UUID]:
    """The cases that this visit has begun, by their example."""
    kept = request.session.get(HELD, {})
    return {name: UUID(key) for name, key in kept.items() if name in EXAMPLES}


@dataclass(frozen=True)
class Invitation:
    """The line on the first page."""

    words: Promise | str
    url: str


def invitation(request: HttpRequest) -> Invitation | None:
    """In the demo to practise here, until a practice case was closed; elsewhere to the practice site, for an officer
    who has not closed a case yet."""
    actor = actor_of(request)
    if not actor.roles & set(CASEWORK) or actor.organisation is None or actor.organisation.city is None:
        return None
    if settings.DEMO:
        keys = held(request).values()
        if keys and Case.objects.filter(pk__in=keys, ended_at__isnull=False).exists():
            return None
        return Invitation(
            _("New here? Close a made-up case first. A box says what to press."), reverse("desk-practice")
        )
    if not settings.PRACTICE_URL:
        return None
    if Case.objects.filter(handler=actor.account_id, ended_at__isnull=False).exists():
        return None
    return Invitation(
        _("New here? Close a made-up case first, on the practice site. A box says what to press."),
        settings.PRACTICE_URL,
    )
