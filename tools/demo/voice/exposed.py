"""Two exposures: one stands, one came down because the business had made good."""

from demo.channel.scene import PHONE, code_of
from demo.staff import DEMO
from demo.voice.scene import Scene, texts
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.education.exposing import verbs as exposing_verbs
from huaihai.education.models import Exposure

SERIALS = (71, 72)
AFTER = 28  # days: ten working days have passed by then, whatever holidays lie between


def play(scene: Scene) -> None:
    """The first is taken down, the second stands."""
    first, _second = (_shown(scene, serial, days) for serial, days in zip(SERIALS, (-120, -70), strict=True))
    exposing_verbs.cure(first, reason=texts()["exposure"]["cured"], by=scene.author, at=scene.at(-75))


def _shown(scene: Scene, serial: int, days: int) -> Exposure:
    words = texts()["exposure"]
    stated = Stated(
        name=words["name"],
        code=code_of(scene.home, serial),
        sign=words["name"],
        region_code=scene.home.code,
        phone=PHONE.format(serial),
    )
    business, _place = find_or_write_down(stated, by=DEMO, at=scene.at(-300), is_demo=True)
    exposure = exposing_verbs.propose(
        business,
        scene.content("exposure", scene.home, scene.lead, severity="Moderate"),
        ground="CA-5-BREAKS",
        shown_name=words["name"],
        publisher=scene.body(scene.home),
        by=scene.author,
        at=scene.at(days),
    )
    exposing_verbs.notify(exposure, by=scene.author, at=scene.at(days, 10))
    exposing_verbs.hand_in(exposure, by=scene.author, at=scene.at(days + AFTER))
    edition = exposure.publication.editions.latest("number")
    scene.pass_reviews(edition, scene.at(days + AFTER, 10))
    scene.sign(edition, scene.home, scene.lead, at=scene.at(days + AFTER, 14))
    exposure.refresh_from_db()
    return exposure
