"""Who gets the warnings: some readers, and a newspaper on the press list."""

from demo.voice.scene import Scene, texts
from huaihai.education import addresses
from huaihai.education.models import Publication, Subscription
from huaihai.education.press import verbs as press_verbs
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.subscribing.pages import VERSION
from huaihai.education.subscribing.verbs import Wish
from huaihai.members.actors import Actor

READERS = 8
KINDS = tuple(kind.value for kind in Publication.ALERTS)


def play(scene: Scene) -> None:
    """They asked and confirmed before the first warning of the year."""
    words = texts()
    for number in range(1, READERS + 1):
        wish = Wish(kinds=KINDS, cities=() if number % 2 else (scene.body(scene.home).key,))
        asked = subscribing_verbs.ask(
            wish,
            channel=Subscription.Channel.EMAIL,
            address=words["subscriber"]["email"].format(number=number),
            language="zh-hans",
            consent_version=VERSION,
            at=scene.at(-200, 9, number),
        )
        token = addresses.confirming(asked).rstrip("/").rpartition("/")[2]
        subscribing_verbs.confirm_by_link(token, by=Actor.public(), at=scene.at(-200, 10, number))
    contact = press_verbs.add(
        outlet=words["press"]["outlet"],
        person="",
        email=words["press"]["email"],
        cities=[],
        by=scene.author,
        at=scene.at(-200),
    )
    press_verbs.confirm(contact, by=Actor.public(), at=scene.at(-199))
