"""Who is on duty in the coming weeks, and the telephones of the bodies."""

from datetime import timedelta

from huaihai.front.demo.office.scene import Scene, texts
from huaihai.governance import roster
from huaihai.governance.actions import contacts
from huaihai.governance.actions import roster as planning
from huaihai.governance.models import Contact
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
            first = roster.shift_day(at)
            ahead = [first + timedelta(days=n) for n in range(7 * WEEKS)]
            planning.save(body, {}, fill=ahead, by=scene.voice(body), at=at)
    contacts.add(
        directory.root(),
        stated=contacts.Stated(Contact.Kind.LINE, texts()["phone"]["office"], PHONE.format(99)),
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
        contacts.add(
            body,
            stated=contacts.Stated(kind, texts()["phone"][name], phone),
            from_on=at.date(),
            by=scene.voice(body),
            at=at,
        )
