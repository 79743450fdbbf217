"""Who is on duty in the coming weeks, a swap that waits, and the telephones of the bodies."""

from datetime import timedelta

from demo.office.scene import Scene, texts
from huaihai.governance import roster
from huaihai.governance.actions import contacts, swaps
from huaihai.governance.actions import roster as planning
from huaihai.governance.models import Contact, Shift
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

WEEKS = 6
PHONE = "1610002{:04d}"  # no operator gives this range out


def play(scene: Scene) -> None:
    """Every city keeps a roster but the last, so that an empty night can be seen."""
    at = scene.at(-1, 9)
    for number, body in enumerate(scene.bodies):
        _telephones(scene, body, number)
        if body != scene.bodies[-1]:
            planning.plan(
                body,
                people=roster.people_of(body, scene.today),
                from_on=roster.shift_day(at),
                until_on=scene.today + timedelta(weeks=WEEKS),
                by_week=False,
                by=scene.voice(body),
                at=at,
            )
    contacts.add(
        directory.root(),
        stated=contacts.Stated(Contact.Kind.LINE, texts()["phone"]["office"], PHONE.format(99)),
        from_on=at.date(),
        by=scene.office,
        at=at,
    )
    _ask_for_a_swap(scene)


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


def _ask_for_a_swap(scene: Scene) -> None:
    """The head of the secretariat's body asks a colleague to take a night."""
    body, at = scene.office_body, scene.at(-1, 15)
    head = scene.voice(body).account_id
    if head is None:
        return
    coming = Shift.objects.filter(organisation=body, on__gt=roster.shift_day(at)).order_by("on")
    given = coming.filter(account_id=head).select_related("account").first()
    other = coming.exclude(account_id=head).select_related("account").first()
    if given is None or other is None:
        return
    asker = Actor.officer(other.account.posts.select_related("organisation", "account").get())
    swaps.ask(
        on=other.on,
        colleague=given.account,
        return_on=given.on,
        words=texts()["said"]["swap"],
        by=asker,
        at=at,
    )
