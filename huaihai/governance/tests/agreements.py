"""A version of the agreement for tests: written by the secretariat, opened, signed by whom a test names."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from huaihai.governance.agreement import signing, verbs
from huaihai.governance.models import AgreementVersion, Signature
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from tests.posts import AT, PROGRAM, body, load_alliance, officer_of
from tests.scenes import remembered

OFFICE, SISTER = "city:320300", "city:411400"  # the secretariat, and another member
TODAY = AT.date()


@remembered
def assemble() -> None:
    """The alliance with its members, its secretariat and the agreement of which only reports are known."""
    load_alliance()


def speaker(key: str) -> Actor:
    """The head of this body."""
    return officer_of(key, Role.HEAD)


def later(days: int) -> datetime:
    """The moment of the tests, so many days on."""
    return AT + timedelta(days=days)


def draft(*, not_before_on: date = TODAY, annexes: int = 1, at: datetime = AT) -> AgreementVersion:
    """A draft of the office with annexes."""
    version = verbs.begin(
        title="Second agreement (test)",
        text="## One\n\nWe help each other.\n\n- by post\n- by telephone",
        not_before_on=not_before_on,
        by=PROGRAM,
        at=at,
    )
    for number in range(annexes):
        version = verbs.put_annex(
            version,
            kind=("clocks", "quorum", "data", "other")[number % 4],
            title=f"Annex {number + 1}",
            text="Words of the annex.",
            seen=version.version,
            by=PROGRAM,
            at=at,
        )
    return version


def opened(*, not_before_on: date = TODAY, at: datetime = AT) -> AgreementVersion:
    """A version open for signing."""
    version = draft(not_before_on=not_before_on, at=at)
    return verbs.open_for_signing(version, seen=version.version, by=PROGRAM, at=at)


def sign(version: AgreementVersion, key: str, *, at: datetime = AT, by: Actor = PROGRAM) -> Signature:
    """This body signs what is open."""
    return signing.sign(version, body=body(key), document_hash=version.document_hash, by=by, at=at)


def sign_all(version: AgreementVersion, bodies: Iterable[Organisation], *, at: datetime = AT) -> None:
    """Each of these bodies signs."""
    for one in bodies:
        sign(version, one.key, at=at)
    version.refresh_from_db()
