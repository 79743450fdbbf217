"""Who has which case of the demo in hand, dealt out as in a body of a few people: some cases nobody has."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from huaihai.cases import life
from huaihai.cases.models import Case
from huaihai.cases.rights import CASEWORK
from huaihai.members.models import Post

MOST = 15  # open cases a person
DEALT = (0, 0, 1, None, 0)  # round after round: the first person of the body, the second, nobody


def play() -> None:
    """Deal out the cases of a year that was played."""
    posts = Post.objects.filter(role__in=CASEWORK).values_list("organisation_id", "account_id", "role")
    cases = Case.objects.filter(is_demo=True).values_list("number", "pk", "stage", "responsible_id")
    for key, account in share(cases, posts).items():
        Case.objects.filter(pk=key).update(handler=account)


def share(cases: Iterable[tuple[Any, ...]], posts: Iterable[tuple[Any, ...]]) -> dict[Any, Any]:
    """By case, who has it, or None. Ended ones stay with the first person, what nobody has looked at is nobody's."""
    people: dict[Any, list[Any]] = defaultdict(list)
    for body, account, _role in sorted(posts, key=lambda post: (CASEWORK.index(post[2]), str(post[1]))):
        people[body].append(account)
    found: dict[Any, Any] = {}
    rounds, held = Counter[Any](), Counter[Any]()
    for _number, key, stage, body in sorted(cases, key=lambda case: (str(case[0]), str(case[1]))):
        here = people.get(body, [])
        if stage not in life.OPEN:
            found[key] = here[0] if here and stage not in ("draft", "abandoned") else None
            continue
        turn = DEALT[rounds[body] % len(DEALT)]
        rounds[body] += 1
        order = [] if turn is None or stage == "received" else [*here[turn:], *here[:turn]]
        found[key] = next((one for one in order if held[one] < MOST), None)
        held[found[key]] += 1
    return found
