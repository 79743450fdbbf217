"""What comes from phones: taken once, kept whole, and nothing of it thrown away."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.filestore import open_original
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision.models import Photo, PhotoPiece, PhotoUpload, Visit, VisitAssignment
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting import facts as visiting_facts
from huaihai.supervision.visiting import sampling, verbs
from huaihai.supervision.visiting import uploading as visiting_uploading
from huaihai.supervision.visiting.phone import MOST_PHOTOS, noted_in
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import Scene, actor_of
from huaihai.supervision.visiting.uploading import PIECE, Coming, Standing
from huaihai.supervision.visiting.verbs import Faulty, Noted, PhotoRef, PhotosMissing, take_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
LATER = MONDAY + timedelta(hours=2)
ANSWERS = {"prices": "yes", "refund": "a1", "staff": "4"}


@pytest.fixture
def one(held: Scene) -> VisitAssignment:
    """The first visit of the first visitor."""
    return scenes.visits_of(held, 0)[0]


@pytest.fixture
def by(held: Scene) -> Actor:
    """That visitor."""
    return actor_of(held.visitors[0])


def noted(key: UUID | None = None, **changed: Any) -> Noted:
    facts: dict[str, Any] = {
        "key": key or uuid4(),
        "answers": ANSWERS,
        "started_at": MONDAY,
        "ended_at": LATER,
        "latitude": Decimal("34.261842"),
        "longitude": Decimal("117.184811"),
        "accuracy": 12,
    }
    return Noted(**(facts | changed))


def picture(shade: int = 0, size: int = 40) -> bytes:
    into = io.BytesIO()
    Image.effect_noise((size, size), 60 + shade).convert("RGB").save(into, "BMP")
    return into.getvalue()


def coming(content: bytes, visit: UUID, **changed: Any) -> Coming:
    facts: dict[str, Any] = {
        "key": uuid4(),
        "visit": visit,
        "item": "door",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "taken_at": MONDAY,
    }
    return Coming(**(facts | changed))


def send(visit: VisitAssignment, content: bytes, said: Coming, by: Any) -> Standing:
    """All pieces, from where the server is."""
    at = visiting_uploading.standing(visit, said, by=by)
    while not at.is_whole:
        piece = content[at.next * PIECE : (at.next + 1) * PIECE]
        at = visiting_uploading.take_piece(visit, said, at.next, piece, by=by, at=LATER)
    return at


def test_a_visit_is_taken_once_and_other_content_under_its_key_is_kept_beside(
    held: Scene, one: VisitAssignment, by: Actor
) -> None:
    said = noted()
    with pytest.raises(NotAllowed):
        take_visit(one, said, by=actor_of(held.visitors[1]), at=LATER)
    first = take_visit(one, said, by=by, at=LATER)
    again = take_visit(one, said, by=by, at=LATER + timedelta(days=1))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.visit.pk == again.visit.pk == said.key
    assert Event.objects.filter(verb="supervision_note_visit").count() == 1
    assert first.visit.answers == ANSWERS
    other = take_visit(one, replace(said, answers={**ANSWERS, "prices": "no"}), by=by, at=LATER)
    assert other.is_twin
    assert other.visit.twin_of_id == first.visit.pk
    assert Visit.objects.count() == 2
    assert [visit.pk for visit in visiting_facts.counted(held.project)] == [first.visit.pk]


def test_the_leading_body_says_which_of_two_forms_counts(
    held: Scene, one: VisitAssignment, by: Actor
) -> None:
    first = take_visit(one, noted(), by=by, at=LATER).visit
    second = take_visit(one, noted(answers={**ANSWERS, "prices": "no"}), by=by, at=LATER).visit
    with pytest.raises(NotAllowed):
        verbs.rule(second, counts=True, reason="较完整", by=held.people.partner, at=LATER)
    with pytest.raises(Unfit):
        verbs.rule(second, counts=True, reason=" ", by=held.people.leader, at=LATER)
    for day, visit in enumerate((second, first)):
        verbs.rule(visit, counts=True, reason="较完整", by=held.people.leader, at=LATER + timedelta(day))
        assert [counted.pk for counted in visiting_facts.counted(held.project)] == [visit.pk]


def test_a_visit_that_was_taken_back_is_kept_but_does_not_count(held: Scene, one: VisitAssignment) -> None:
    sampling.take_back(one, by=held.people.leader, at=LATER)
    take_visit(one, noted(), by=actor_of(held.visitors[0]), at=LATER)
    assert Visit.objects.count() == 1
    assert visiting_facts.counted(held.project) == []


def test_what_does_not_fit_is_said_beside_its_item_and_numbers_are_read_as_typed(
    one: VisitAssignment, by: Actor
) -> None:
    for item, answer in (
        ("prices", ""),
        ("prices", "perhaps"),
        ("refund", "a9"),
        ("staff", "6"),
        ("staff", "٤"),
        ("wait", "soon"),
        ("wait", "NaN"),
        ("words", "x" * 2001),
        ("words", "a\x00b"),
        ("unknown", "1"),
    ):
        with pytest.raises(Faulty) as caught:
            take_visit(one, noted(answers=ANSWERS | {item: answer}), by=by, at=LATER)
        assert set(caught.value.faults) == {"" if item == "unknown" else item}, answer
    assert not Visit.objects.exists()
    answers = ANSWERS | {"staff": "na", "wait": "１,200.5"}  # not seen is an answer
    made = take_visit(one, noted(answers=answers), by=by, at=LATER).visit
    assert made.answers == answers | {"wait": "1200.5"}


def test_a_visit_waits_for_its_photos(one: VisitAssignment, by: Actor) -> None:
    key, content = uuid4(), picture()
    photo = coming(content, key)
    said = noted(key, photos=(PhotoRef(photo.key, "door", photo.sha256),))
    with pytest.raises(PhotosMissing) as caught:
        take_visit(one, said, by=by, at=LATER)
    assert caught.value.keys == [photo.key]
    send(one, content, photo, by)
    assert take_visit(one, said, by=by, at=LATER).is_new
    with pytest.raises(Unfit) as refused:  # another photo under the same key
        send(one, other := picture(1), coming(other, key, key=photo.key), by)
    assert refused.value.field == "key"
    assert Photo.objects.count() == 1


def test_a_photo_in_pieces_arrives_whole_whatever_order_and_however_often(
    one: VisitAssignment, by: Actor
) -> None:
    content = picture(size=520)
    photo = coming(content, uuid4())
    assert photo.pieces == 4
    pieces = [content[n * PIECE : (n + 1) * PIECE] for n in range(4)]
    for number in (2, 0, 0, 2):
        visiting_uploading.take_piece(one, photo, number, pieces[number], by=by, at=LATER)
    assert visiting_uploading.standing(one, photo, by=by) == Standing(1, is_whole=False)
    assert not any(content[:100] in bytes(row.content) for row in PhotoPiece.objects.all())
    assert send(one, content, photo, by) == Standing(4, is_whole=True)
    assert visiting_uploading.take_piece(one, photo, 3, pieces[3], by=by, at=LATER).is_whole
    stored = Photo.objects.get()
    assert b"".join(open_original(stored.sha256)) == content
    assert not PhotoUpload.objects.exists()
    assert Event.objects.filter(verb="supervision_take_photo").count() == 1


def test_a_photo_that_came_otherwise_than_it_was_taken_is_sent_again(one: VisitAssignment, by: Actor) -> None:
    content = picture(size=320)
    photo = coming(content, uuid4())
    visiting_uploading.take_piece(one, photo, 0, content[:PIECE], by=by, at=LATER)
    damaged = bytes(len(content) - PIECE)
    with pytest.raises(NotPossible):
        visiting_uploading.take_piece(one, photo, 1, damaged, by=by, at=LATER)
    assert visiting_uploading.standing(one, photo, by=by) == Standing(0, is_whole=False)
    assert send(one, content, photo, by).is_whole


def test_only_pictures_of_a_fitting_size_by_their_own_visitor(
    held: Scene, one: VisitAssignment, by: Actor, settings: Any
) -> None:
    visit = uuid4()
    paper = b"%PDF-1.4 " + bytes(100)
    for content in (paper, b"\xff\xd8\xff" + bytes(100), b"plain words, nothing else"):
        with pytest.raises(Unfit):
            send(one, content, coming(content, visit), by)
    whole = picture()
    with pytest.raises(NotAllowed):
        send(one, whole, coming(whole, visit), actor_of(held.visitors[1]))
    for number, piece in ((0, whole[:-1]), (7, whole), (0, b"")):
        with pytest.raises(Unfit):
            visiting_uploading.take_piece(one, coming(whole, visit), number, piece, by=by, at=LATER)
    settings.EVIDENCE_MAX_BYTES = 1000
    with pytest.raises(Unfit):
        send(one, whole, coming(whole, visit), by)
    assert not Photo.objects.exists()


def test_what_never_arrived_whole_is_forgotten_after_a_while(one: VisitAssignment, by: Actor) -> None:
    content = picture(size=320)
    visiting_uploading.take_piece(one, coming(content, uuid4()), 0, content[:PIECE], by=by, at=LATER)
    assert not list(visiting_uploading.due_acts(LATER + timedelta(days=59)))
    for act in visiting_uploading.due_acts(LATER + timedelta(days=60)):
        act()
    assert not PhotoPiece.objects.exists()


def test_a_photo_whose_putting_together_was_broken_off_is_put_together_later(
    one: VisitAssignment, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture(size=320)
    photo = coming(content, uuid4())
    with monkeypatch.context() as broken:
        broken.setattr(visiting_uploading, "store", raising(ConnectionError))
        with pytest.raises(ConnectionError):
            send(one, content, photo, by)
    assert visiting_uploading.standing(one, photo, by=by) == Standing(1, is_whole=False)

    assert send(one, content, photo, by).is_whole

    assert b"".join(open_original(Photo.objects.get().sha256)) == content
    assert not PhotoUpload.objects.exists()


def raising(error: type[Exception]) -> Any:
    def fail(*_given: Any, **_named: Any) -> None:
        raise error

    return fail


def test_the_last_piece_twice_at_once_makes_one_photo(
    one: VisitAssignment, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture(size=320)
    photo = coming(content, uuid4())
    visiting_uploading.take_piece(one, photo, 0, content[:PIECE], by=by, at=LATER)
    real = visiting_uploading._written
    seen: list[int] = []

    def other_is_quicker(*given: Any) -> str:
        if not seen:
            seen.append(1)
            assert visiting_uploading.take_piece(one, photo, 1, content[PIECE:], by=by, at=LATER).is_whole
        return real(*given)

    monkeypatch.setattr(visiting_uploading, "_written", other_is_quicker)
    assert visiting_uploading.take_piece(one, photo, 1, content[PIECE:], by=by, at=LATER).is_whole
    assert Photo.objects.count() == 1
    assert not PhotoUpload.objects.exists()


def test_too_many_photos_under_way_are_refused_whichever_piece_comes_first(
    one: VisitAssignment, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting_uploading, "MOST_UNDER_WAY", 1)
    content = picture(size=320)
    first, second = (coming(content, uuid4()) for _ in range(2))
    visiting_uploading.take_piece(one, first, 1, content[PIECE:], by=by, at=LATER)
    for number, piece in ((0, content[:PIECE]), (1, content[PIECE:])):
        with pytest.raises(NotPossible):
            visiting_uploading.take_piece(one, second, number, piece, by=by, at=LATER)
    assert visiting_uploading.take_piece(one, first, 0, content[:PIECE], by=by, at=LATER).is_whole


def test_a_photo_too_many_is_told_and_not_left_out_in_silence() -> None:
    photos = [{"key": str(uuid4()), "item": "door", "sha256": "0" * 64} for _ in range(MOST_PHOTOS + 1)]
    said = {"key": str(uuid4()), "answers": {}, "photos": photos}
    said |= {"started_at": MONDAY.isoformat(), "ended_at": LATER.isoformat()}
    with pytest.raises(Unfit, match=str(MOST_PHOTOS)):
        noted_in(json.dumps(said).encode())


def test_a_city_cannot_drop_a_place_whose_visit_it_does_not_like(held: Scene) -> None:
    [one, *_rest] = scenes.visits_of(held, 2)
    assert one.sampled.draw.city == held.people.partner_body
    take_visit(one, noted(), by=actor_of(held.visitors[2]), at=LATER)
    with pytest.raises(NotAllowed):
        sampling.drop_place(one.sampled, reason="closed", by=held.people.partner, at=LATER)
    sampling.drop_place(one.sampled, reason="other-trade", by=held.people.leader, at=LATER)
    told = Event.objects.get(verb="supervision_drop_place")
    assert told.facts["visited"] is True
