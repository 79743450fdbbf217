"""What hinders the steps of a comparative test: one function a verb, each giving sentences."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from huaihai.supervision.models import Project
from huaihai.supervision.testing.buying.buyers import lacking_buyers
from huaihai.supervision.testing.buying.progress import lacking
from huaihai.supervision.testing.planning.checking import problems
from huaihai.supervision.testing.review.hindering import finishing, releasing

type Ask = Callable[[Project, datetime], Sequence[str]]


def start(project: Project, at: datetime) -> Sequence[str]:
    """The plan is whole, and two different people can buy."""
    return [*problems(project.plan), *lacking_buyers(project, at=at)]


def finish(project: Project, at: datetime) -> Sequence[str]:
    """All is bought by two and whole, and measured."""
    return [*lacking(project), *finishing(project)]


def release(project: Project, at: datetime) -> Sequence[str]:
    """Makers were heard, objections decided, nobody sent it back, what is unsafe is with the authority."""
    return releasing(project)


ASKED: Mapping[str, Ask] = {"start": start, "finish": finish, "release": release}


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    """Why `verb` cannot be done yet; empty: it can."""
    ask = ASKED.get(verb)
    return ask(project, at) if ask else ()
