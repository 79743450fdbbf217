"""Who is on duty in the coming weeks, and the telephones of the bodies."""

from datetime import timedelta

from demo.office.scene import Scene, texts
from huaihai.governance.directory import verbs
from huaihai.governance.models import Contact
from huaihai.governance.roster import facts
from huaihai.governance.roster import verbs as planning
from huaihai.members import directory
from huaihai.members.models import Organisation

WEEKS = 6
PHONE = "1610002{:04d}"  # no operator gives this range out


def play(scene: Scene) -> None:
    """Every city keeps a roster but the last, so that an empty night can be seen."""
    at = scene.at(-1, 9)
    for number, body in enumerate(scene.bodies):
        _telephones(scene, body, number)
        if body != scene.bodies[-1]:
            first = facts.shift_day(at)
            ahead = [first + timedelta(days=n) for n in range(7 * WEEKS)]
            planning.save(body, {}, fill=ahead, by=scene.voice(body), at=at)
    verbs.add(
        directory.root(),
        stated=verbs.Stated(Contact.Kind.LINE, texts()["phone"]["office"], PHONE.format(99)),
        from_on=at.date(),
        by=scene.office,
        at=at,
    )


def _telephones(scene: Scene, body: Organisation, number: int) -> None:
    at = scene.at(-30)
    for kind, name, phone in (
        (Contact.Kind.DUTY, "duty", PHONE.format(number)),
        (Contact.Kind.LINE, "desk", PHONE.format(number + 20)),
    ):
        verbs.add(
            body,
            stated=verbs.Stated(kind, texts()["phone"][name], phone),
            from_on=at.date(),
            by=scene.voice(body),
            at=at,
        )
