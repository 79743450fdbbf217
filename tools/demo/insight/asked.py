"""People are asked: those of whom nothing was heard by telephone, and mediators of other cities about decided files."""

from datetime import timedelta
from itertools import cycle

from demo import shape
from demo.office.scene import Scene as Office
from demo.staff import Cast
from huaihai.insight.callbacks import rounds, verbs
from huaihai.insight.callbacks.frames import latest_complete
from huaihai.insight.callbacks.verbs import COMPLETELY, NOT_DONE, PARTLY
from huaihai.insight.models import Call, CallRound, RedecisionRound, RedecisionSeat
from huaihai.insight.redecisions import files
from huaihai.insight.redecisions import verbs as redecisions_verbs
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Post

ANSWERS = (COMPLETELY, COMPLETELY, PARTLY, COMPLETELY, NOT_DONE)  # in turn
OUTCOMES = ("answered", "answered", "refused", "answered", "wrong")
MOST_CALLS = 30  # noted in the round that is open on the demo's day
AGREES = 0.8  # how often a second mediator decides as the first did
BLIND_FILES = 12  # of each kind
DRAWN, DECIDED, CLOSED = -72, -50, -26  # days from the demo's day


def play(cast: Cast, office: Office) -> None:
    """Two rounds of calls, the newer one still open; one year of blind re-decisions."""
    newest = latest_complete(office.today)
    first = rounds.draw(newest.before, at=office.at(-100, 3))
    _call(cast, first, office)
    rounds.close(first, at=office.at(-60, 3))
    _call(cast, rounds.draw(newest, at=office.at(-6, 3)), office, most=MOST_CALLS)
    by = office.voice(office.office_body)
    _decide(redecisions_verbs.draw(by=by, at=office.at(DRAWN), wanted=BLIND_FILES), office)


def _call(cast: Cast, held: CallRound, office: Office, *, most: int | None = None) -> None:
    officers = {actor.organisation: actor for actor in cast.officers.values()}
    said, at = cycle(ANSWERS), held.drawn_at + timedelta(days=2, hours=7)
    calls = (
        held.calls.filter(state=Call.State.OPEN)
        .select_related("city")
        .order_by("-city__position", "pk")[:most]
    )
    for call, outcome in zip(calls, cycle(OUTCOMES), strict=False):
        answer = (
            {"done": next(said), "money": "200-1000", "satisfied": "4"} if outcome == "answered" else None
        )
        verbs.note_attempt(call, outcome=outcome, said=answer, by=officers[call.city], at=at)


def _decide(held: RedecisionRound, office: Office) -> None:
    """Whoever was drawn decides; four of five times as was decided then."""
    dice = shape.chance("re-decisions")
    rows = RedecisionSeat.objects.filter(file__round=held).select_related("file", "account").order_by("pk")
    for seat in rows:
        post = Post.objects.held_on(local_day(office.at(DECIDED))).filter(account=seat.account)[0]
        agrees = dice.random() < AGREES
        redecisions_verbs.hand_in(
            seat, **_sheet(seat, agrees=agrees), by=Actor.officer(post), at=office.at(DECIDED)
        )
    redecisions_verbs.close(held, at=office.at(CLOSED))


def _sheet(seat: RedecisionSeat, *, agrees: bool) -> dict[str, str]:
    then = seat.file.original
    admits = (then["admit"] == files.YES) == agrees
    if not admits:
        return {
            "admit": files.NO,
            "ground": then["ground"] or str(files.ground_choices()[0][0]),
        }
    share = (then["share"] or "4") if seat.file.shown.get("asked_fen") else ""
    remedy = next(iter(then["remedies"]), files.NONE)
    return {"admit": files.YES, "remedy": remedy, "share": share}
