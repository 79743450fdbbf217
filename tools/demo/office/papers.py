"""The agreement that is being signed."""

from datetime import date

from demo.office.scene import Scene, texts
from huaihai.governance.agreement import signing, verbs


def play(scene: Scene) -> None:
    """A new version with its annexes: all have signed but the secretariat's own body, so that there is something
    to do."""
    words, by = texts()["agreement"], scene.office
    at = scene.at(-20)
    version = verbs.begin(
        title=words["title"],
        text=words["text"],
        not_before_on=date(scene.today.year + 1, 1, 1),
        by=by,
        at=at,
    )
    for annex in words["annex"]:
        version = verbs.put_annex(version, **annex, seen=version.version, by=by, at=at)
    version = verbs.open_for_signing(version, seen=version.version, by=by, at=scene.at(-18))
    for number, body in enumerate(scene.bodies):
        if body != scene.office_body:
            signing.sign(
                version,
                body=body,
                document_hash=version.document_hash,
                by=scene.voice(body),
                at=scene.at(-17 + number, 10),
            )
