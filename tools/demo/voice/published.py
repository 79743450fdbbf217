"""What went out, was corrected and withdrawn, and what waits for a review or a signature today."""

from demo.voice.scene import Scene, texts
from huaihai.education.content import Content
from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.education.publications import procedure

Kind, Severity = Publication.Kind, PublicationVersion.Severity


def play(scene: Scene) -> None:
    """In the order of the year."""
    _kettle(scene)
    _go_out(scene, Kind.TIP, scene.content("tip", scene.home, scene.lead), days=-30)
    _cup(scene)
    _go_out(scene, Kind.NOTICE, scene.content("notice", scene.home, scene.lead), days=-12)
    _go_out(scene, Kind.STORY, scene.content("story", scene.home, scene.lead), days=-8)
    _refund_calls(scene)
    _waiting(scene)


def _kettle(scene: Scene) -> None:
    """A warning with the word of the shop beside it; five days later a batch is corrected."""
    words, cities = texts()["kettle"], (scene.home, scene.lead)
    first = scene.content("kettle", *cities, severity=Severity.SEVERE, batches=words["batches_first"])
    edition = _open(scene, Kind.WARNING, first, days=-60)
    reply = procedure.name(edition, None, called=words["maker"], by=scene.author, at=scene.at(-60, 10))
    procedure.ask(reply, edition, by=scene.author, at=scene.at(-60, 10))
    procedure.answer(reply, text=words["reply"], by=scene.author, at=scene.at(-52, 15))
    scene.review(edition, scene.at(-45, 9))
    scene.sign(edition, *cities, at=scene.at(-45, 11))
    mended = scene.content("kettle", *cities, severity=Severity.SEVERE, batches=words["batches_mended"])
    update = procedure.open_update(
        edition.publication, change_note=words["change"], content=mended, by=scene.author, at=scene.at(-40)
    )
    scene.review(update, scene.at(-40, 10))
    scene.sign(update, *cities, at=scene.at(-40, 14))


def _cup(scene: Scene) -> None:
    """A warning that was wrong, and was taken back."""
    cities = (scene.home, scene.lead)
    edition = _go_out(
        scene, Kind.WARNING, scene.content("cup", *cities, severity=Severity.MODERATE), days=-25
    )
    back = procedure.open_withdrawal(
        edition.publication, reason=texts()["cup"]["withdrawn"], by=scene.author, at=scene.at(-20)
    )
    scene.review(back, scene.at(-20, 9, 30))
    scene.sign(back, scene.home, at=scene.at(-20, 10, 30))


def _refund_calls(scene: Scene) -> None:
    """Urgent: written, reviewed and signed by two cities within the hour."""
    cities = (scene.home, scene.lead)
    content = scene.content("refund", *cities, severity=Severity.SEVERE)
    edition = procedure.open_first(
        content,
        kind=Kind.WARNING,
        publisher=scene.body(scene.home),
        urgent_reason=texts()["refund"]["urgent"],
        by=scene.author,
        at=scene.at(-2, 9),
    )
    scene.review(edition, scene.at(-2, 9, 10))
    scene.sign(edition, *cities, at=scene.at(-2, 9, 45))


def _waiting(scene: Scene) -> None:
    """One that the first city has still to sign, and one in its first review."""
    cities = (scene.home, scene.lead)
    heater = scene.content("heater", *cities, severity=Severity.SEVERE)
    signing = _open(scene, Kind.WARNING, heater, days=-1)
    scene.review(signing, scene.at(-1, 15))
    scene.sign(signing, scene.lead, at=scene.at(-1, 16, 30))
    draft = _open(scene, Kind.TIP, scene.content("draft", *cities), days=-1)
    procedure.submit(draft, by=scene.author, at=scene.at(-1, 17))


def _open(scene: Scene, kind: str, content: Content, *, days: int) -> Edition:
    publisher = scene.body(scene.home)
    return procedure.open_first(content, kind=kind, publisher=publisher, by=scene.author, at=scene.at(days))


def _go_out(scene: Scene, kind: str, content: Content, *, days: int) -> Edition:
    edition = _open(scene, kind, content, days=days)
    scene.review(edition, scene.at(days, 10))
    scene.sign(edition, scene.home, scene.lead, at=scene.at(days, 14))
    return edition
