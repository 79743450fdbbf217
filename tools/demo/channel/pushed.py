"""Businesses that are much complained of and not on the channel: asked by telephone and by letter."""

from demo.channel.scene import Scene, texts
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.channel import push
from huaihai.businesses.models import Business, PushInvitation
from huaihai.cases.business_figures import most_complained

Way, Answer = PushInvitation.Way, PushInvitation.Answer
ASKED = ((Way.CALL, Answer.THINKS), (Way.LETTER, ""))


def play(scene: Scene) -> None:
    """The first two of each city's list were asked; one is thinking about it, one has not answered."""
    for city in (scene.home, scene.lead):
        body, officer = scene.body(city), scene.officer(city)
        on_channel = channel_facts.covered(on=scene.today).values("pk")
        rows = most_complained(body, since=scene.at(-365), but_not=on_channel)[: len(ASKED)]
        for number, (row, (way, answer)) in enumerate(zip(rows, ASKED, strict=False)):
            at = scene.at(-30 + number, 10)
            business = Business.objects.get(pk=row["standing"])
            note = texts()["push"][way.value]
            made = push.invite(business, body=body, way=way, note=note, seen=0, by=officer, at=at)
            if answer:
                push.note_answer(
                    made,
                    answer=answer,
                    next_on=scene.at(7).date(),
                    note=note,
                    was="",
                    by=officer,
                    at=scene.at(-20, 10),
                )
