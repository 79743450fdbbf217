"""Many complaints about one shop, of several cities; browsers of their consumers; what is ticked at the desk."""

import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Together, TogetherCase
from huaihai.cases.together import verbs
from huaihai.cases.verbs import intake, routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.members.actors import Actor
from huaihai.members.models import Post
from tests import cast as people
from tests.posts import officer_of

THIRD = "341300"  # a third city beside those of the cast
STORY = "办了年卡，店铺突然关门，卡里的钱不退，电话也打不通。"
NOW = people.TUESDAY


def complain(number: int, *, at: str = people.HOME, now: datetime = NOW, **answers: Any) -> Receipt:
    """One complaint about the kettle shop, from this city, asking for a sum of its own."""
    asked = 10_000 + 137 * number
    facts = {"title": f"年卡不退 {number}", "story": STORY, "asked_fen": asked, "consumer_at": at}
    case = people.draft(now, **(facts | answers))
    person = case.complainant
    person.phone = f"138{number:08}"
    person.save()
    return intake.submit(case, key=str(case.pk), by=people.li(case), at=now)


def to_lead(cast: people.Cast, case: Case, *, now: datetime = NOW) -> None:
    """Forwarded by its own city where that is another one, and taken by the shop's."""
    case.refresh_from_db()
    city = case.home.region_code if case.home else ""
    if city != people.LEAD:
        officer = cast.wang if city == people.HOME else third_officer()
        routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=officer, at=now)
    routing.take(case, by=cast.zhao, at=now)


def third_officer() -> Actor:
    held = Post.objects.filter(organisation__key=f"city:{THIRD}").select_related("organisation", "account")
    post = held.first()
    return Actor.officer(post) if post else officer_of(f"city:{THIRD}")


def together(cast: people.Cast, count: int) -> tuple[Together, list[Case]]:
    """A binder around so many complaints with the shop's body, all asked."""
    cases = [complain(number).case for number in range(count)]
    for case in cases:
        to_lead(cast, case)
    others = {case.pk: TogetherCase.Why.WORDS.value for case in cases[1:]}
    made = verbs.open_binder(cases[0], title="年卡", others=others, by=cast.zhao, at=NOW)
    return made.binder, cases


def row(binder: Together, case: Case) -> TogetherCase:
    found: TogetherCase = TogetherCase.objects.select_related("together", "case").get(
        together=binder, case=case
    )
    return found


def consumer(receipt: Receipt) -> Client:
    """A phone on which number and code were typed."""
    phone = Client()
    phone.post(reverse("track"), {"number": receipt.number, "code": receipt.code})
    return phone


def own(case: Case) -> str:
    return reverse("my-together", args=[case.pk])


def binder_url(binder: Together) -> str:
    return reverse("desk-together", args=[binder.pk])


def press(client: Client, binder: Together, do: str, **typed: Any) -> Any:
    """Tick all rows of the page, press the button; then, on the page that says what changes, be sure."""
    rows = ticks(client, binder)
    first = client.post(binder_url(binder), {"do": do, "row": rows})
    assert first.status_code == 200, first
    chosen = re.findall(r'name="row" value="([^"]+)"', first.text)
    return client.post(binder_url(binder), {"do": do, "sure": "1", "row": chosen, **typed}, follow=True)


def ticks(client: Client, binder: Together) -> list[str]:
    page = client.get(binder_url(binder)).text
    return re.findall(r'name="row" value="([^"]+)"', page)
