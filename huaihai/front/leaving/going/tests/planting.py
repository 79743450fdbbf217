"""Things that are recognised anywhere, planted in rows of every sort; and everything that is left, read."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction

from huaihai.cases.models import Case, Complainant
from huaihai.cases.search import indexing
from huaihai.cases.verbs import care
from huaihai.kit.filestore import sealed, storing
from huaihai.kit.keys import opening
from huaihai.kit.keys.rings import Ring
from huaihai.kit.sessions import SessionStore
from huaihai.record import events, outbox
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast

ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
PHONES = "1390000"  # and four digits


KNOWN = {  # what the database takes there
    "businesses.Enrolment.stage": "applied",
    "brands.LooseNomination.stage": "waiting",
    "compensation.Fund.stage": "active",
    "supervision.Project.stage": "draft",
    "governance.PoolEntry.stage": "active",
    "cases.ElsewhereNumber.platform": "12315",
}


def word(number: int) -> str:
    """The thing with this number."""
    return f"黍离{number:02d}穗"


def phone(number: int) -> str:
    return f"{PHONES}{number:04d}"


def made(model: str, **values: Any) -> models.Model:
    """A row with these values, and anything else that it must have."""
    kind: Any = apps.get_model(model)
    row: models.Model = kind(**values)
    for field in kind._meta.concrete_fields:
        if field.primary_key or field.null or field.has_default() or field.name in values:
            continue
        if field.choices:
            setattr(row, field.name, field.choices[0][0])
        elif (name := f"{model}.{field.name}") in KNOWN:
            setattr(row, field.name, KNOWN[name])
        elif isinstance(field, models.DateTimeField):
            setattr(row, field.name, TUESDAY)
        elif isinstance(field, models.DateField):
            setattr(row, field.name, TUESDAY.date())
        elif isinstance(field, models.IntegerField):
            setattr(row, field.name, 1)
        elif isinstance(field, models.CharField) and not field.blank:
            setattr(row, field.name, f"x{field.name}"[: field.max_length])
    row.save()
    return row


def plant(cast: Cast, city: str) -> None:
    """In rows of every sort of this city."""
    home, wang = cast.home, cast.accounts["wang"]
    case = people.filed(
        consumer_at=city,
        story=word(1),
        title=word(2),
        stated_business={"name": word(3), "region_code": city},
    ).case
    person = Complainant.objects.get(case=case)
    person.name, person.phone, person.email = word(4), phone(5), f"{phone(6)}@x.cn"
    person.address, person.wechat = word(7), word(8)
    person.save()
    stored = storing.store(SimpleUploadedFile("x.pdf", b"%PDF-1.4 " + word(9).encode()))
    care.add_evidence(case, file=stored, name=word(10), party="consumer", by=people.li(case), at=TUESDAY)
    made("cases.Answer", case=case, text=word(11), kind="reply")
    with transaction.atomic():
        said = {"said": word(12)}
        events.write(subject=case.record_key, verb="note", by="x", at=TUESDAY, facts=said, text=word(13))
        outbox.queue(
            effect_key="planted",
            subject=case.record_key,
            channel=OutboxMessage.Channel.SMS,
            address=phone(14),
            text=word(15),
            at=TUESDAY,
        )
    made("cases.ElsewhereNumber", case=case, number=word(16))
    made("cases.LostCode", number=case.number, address=phone(17))
    made("cases.Consultation", body=home, topic=word(18), question=word(56))
    until = TUESDAY + timedelta(hours=1)
    made(
        "cases.CallBack", body=home, place=city, phone=phone(19), promised_from=TUESDAY, promised_until=until
    )
    made("cases.Phrase", organisation=home, title=word(20), text=word(21))
    made("governance.Contact", organisation=home, kind="line", label=word(22), phone=phone(22))
    wang.display_name, wang.username = word(23), word(24)
    wang.password = f"argon2${word(25)}"
    wang.save()
    made("members.SavedView", account=wang, name=word(26))
    draft = Case.objects.create(
        stage="draft",
        consumer_at=city,
        story=word(27),
        title=word(28),
        created_at=TUESDAY,
        stage_since=TUESDAY,
    )
    session = SessionStore()
    session.update({"consumer_cases": {str(draft.pk): ""}, "kept_post": {"path": "/", "data": word(29)}})
    session.save()
    shop = made("businesses.Business", name=word(30), phone=phone(31))
    place = made("businesses.Place", business=shop, sign=word(32), phone=phone(33), region_code=city)
    made("businesses.Enrolment", business=shop, body=home, contact_name=word(34), contact_phone=phone(35))
    url = f"https://x.cn/{phone(37)}"
    connected = made("businesses.Connection", business=shop, name=word(36), webhook_url=url)
    made("businesses.ConnectionKey", connection=connected, secret=word(38), webhook_secret=word(39))
    poster = made("businesses.Poster", place=place)
    made("businesses.PosterReport", poster=poster, text=word(40))
    loose = made("brands.LooseNomination", city=home, name=word(41), why=word(42), client_key=case.pk)
    made("brands.NominationContact", loose=loose, phone=phone(43))
    made("education.Publication", publisher=home, title=word(44), slug="planted")
    made("education.PressContact", body=home, person=word(45), email=f"{phone(46)}@x.cn")
    made("governance.PoolEntry", body=home, name=word(47), contact=phone(48))
    made("compensation.Fund", body=home, owner_type="pool", name=word(49), held_at=word(50))
    project = made("supervision.Project", lead=home, title=word(51), number="planted")
    made("supervision.SurveyResponse", project=project, texts={"a": word(52)})
    made("record.IntakeKey", key="planted", answer={"case": str(case.pk), "number": word(53)})
    type(home).objects.filter(pk=home.pk).update(phone=phone(54), address=word(55))
    indexing.index_some(at=TUESDAY)


WORDS = frozenset({*range(1, 57)} - {5, 6, 14, 17, 19, 31, 33, 35, 37, 43, 46, 48, 54})
PLANTED = tuple(word(number) if number in WORDS else phone(number) for number in range(1, 57))


def left(rings: Iterable[Ring]) -> Iterator[str]:
    """Everything that is there: each cell of each table, what these rings open of it, each stored file, sealed and
    opened, each file of the folder of keys, and the bytes of the database itself."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of tables
            for row in cursor.fetchall():
                yield " ".join(map(_text, row))
    for ring in rings:
        lines: list[str] = []
        for _column in opening.everything(ring, lines.append):
            yield from map(_text, lines)
            lines.clear()
    for one in sealed.all_files():
        if one.folder == sealed.ORIGINALS:
            yield _said(b"".join(sealed.open_original(one.name)))
    yield from (_said(path.read_bytes()) for path in _files() if path.is_file())


def _files() -> Iterator[Path]:
    yield from Path(settings.FILES).rglob("*")
    yield from Path(settings.VAR).rglob("*")
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        yield from (name, name.with_name(f"{name.name}-wal"))


def found(rings: Iterable[Ring], things: Collection[str] = PLANTED) -> set[str]:
    """What of these things is somewhere in it."""
    return {one for text in left(rings) for one in things if one in text}


def _said(raw: bytes) -> str:
    """As text; what JSON spells by its number, too."""
    text = raw.decode(errors="replace")
    return text + ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text


def _text(value: object) -> str:
    return _said(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(errors="replace")
    )
