"""A desk of a thing that is in no database: what every desk does, without the matter of a room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.urls import include, path

from huaihai.desk.lives import Life, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import Desk, Link, page
from huaihai.kit.form_fields import Line, SeenForm
from huaihai.members.actors import Actor

LIFE = Life(
    "thing",
    {"open": "open", "shut": "shut"},
    {"shut": {"open": "shut"}, "open again": {"shut": "open"}, "look at": {"open": "open"}},
)


@dataclass
class Thing:
    """A row, kept in the process."""

    pk: int
    stage: str = "open"
    version: int = 1
    words: str = ""
    is_hindered: bool = False
    is_others: bool = False
    all: ClassVar[dict[int, "Thing"]] = {}

    @property
    def stage_label(self) -> str:
        return f"the thing is {self.stage}"


class WhyForm(SeenForm):
    why = Line(label="Why?")


@page(
    "shutting",
    "shut",
    "Shut it",
    "It is shut.",
    form=WhyForm,
    lead="It can be opened again.",
    button="Shut",
    tone="late",
)
def shut(thing: Thing, *, why: str, seen: int, by: Actor, at: datetime) -> Thing:
    """Shut it, for a reason."""
    if seen != thing.version:
        raise Moved(thing)
    refusals: dict[str, Exception] = {
        "unfit": Unfit("why", "Not this reason."),
        "elsewhere": Unfit("nowhere", "It does not fit as a whole."),
        "impossible": NotPossible("Not today."),
        "forbidden": NotAllowed("Not you."),
    }
    if why in refusals:
        raise refusals[why]
    thing.stage, thing.version, thing.words = LIFE.after("shut", thing.stage), thing.version + 1, why
    return thing


@page("opening", "open again", "Open it again", lambda thing: f"Open again, version {thing.version}.")
def open_again(thing: Thing, *, seen: int, by: Actor, at: datetime) -> Thing:
    """Open it again."""
    thing.stage, thing.version = LIFE.after("open again", thing.stage), thing.version + 1
    return thing


def found(_request: HttpRequest, pk: int) -> Thing:
    if pk not in Thing.all:
        raise Http404
    return Thing.all[pk]


THINGS = Desk[Thing](
    "thing",
    verbs=(shut, Link("look at", "thing-look", "Look at it", "plain"), open_again),
    find=found,
    home=lambda thing: f"/things/{thing.pk}/",
    called=lambda thing: f"Thing {thing.pk}",
    may=lambda _actor, thing: not thing.is_others,
    life=LIFE,
    hinders=lambda thing, verb: ("It is hindered.",) if thing.is_hindered and verb == "shut" else (),
    current="things",
)


def _look(_request: HttpRequest, pk: int) -> Any:
    raise Http404


urlpatterns = [
    path("things/<int:pk>/look/", _look, name="thing-look"),
    path("things/<int:pk>/", include(THINGS.urls())),
    path("", include("huaihai.urls")),
]
