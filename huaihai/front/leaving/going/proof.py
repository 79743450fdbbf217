"""The proof that a city was deleted here: one signed file, with a page to print; and its check."""

import csv
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.pages import place_name
from huaihai.desk.papers import paged, setting
from huaihai.desk.papers.document import Document, Section, Table
from huaihai.desk.papers.scripted import values
from huaihai.front.leaving.belonging import Belongings
from huaihai.front.leaving.going.letting_go import Gone, counts
from huaihai.front.leaving.going.receipts import Receipt
from huaihai.front.leaving.history import subject_of
from huaihai.front.leaving.roots import City
from huaihai.kit import local_words, sealing, signing
from huaihai.kit.clock import ZONE
from huaihai.kit.refusals import Refusal, gettext_noop
from huaihai.record import events
from huaihai.record.verify import departures

FORMAT: Final = "city-deletion-1"
GROUPS: Final = {  # a table, or all others of its room
    "cases": gettext_noop("Complaints and what belongs to them"),
    "cases.Complainant": gettext_noop("Persons who complained"),
    "cases.Evidence": gettext_noop("Pieces of evidence"),
    "record.Event": gettext_noop("Steps in the record"),
    "record": gettext_noop("Time limits and their pauses"),
    "record.OutboxMessage": gettext_noop("Messages sent"),
    "cases.Consultation": gettext_noop("Questions and call-backs"),
    "cases.CallBack": gettext_noop("Questions and call-backs"),
    "members": gettext_noop("Posts of staff and their powers"),
    "governance": gettext_noop("Contacts, shifts and leave"),
    "businesses": gettext_noop("Enrolments of businesses"),
    "compensation": gettext_noop("Funds, books and advance payments"),
    "prepaid": gettext_noop("Prepaid cards"),
    "education": gettext_noop("Articles and lessons"),
    "supervision": gettext_noop("Supervision projects"),
    "insight": gettext_noop("Numbers on cases"),
}


class NotProven(Refusal):
    """What does not fit in a proof."""


def called(city: str) -> str:
    """A city as people say it, with its code."""
    return _("%(name)s (%(code)s)") % {"name": place_name(city), "code": city}


def day_of(gone: Gone) -> str:
    """When it was gone, as the proof writes it."""
    return gone.ended_at.astimezone(ZONE).date().isoformat()


def _in_groups(tables: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Rows before and after as people count them: by the words of `GROUPS`, in their order."""
    found = {word: {"before": 0, "after": 0} for word in GROUPS.values()}
    for name, one in tables.items():
        held = found[GROUPS.get(name) or GROUPS[name.partition(".")[0]]]
        for side in held:
            held[side] += one[side]
    return {_(word): one for word, one in found.items() if any(one.values())}


def kept() -> list[dict[str, str]]:
    """What stays of a city that left, and by which clause."""
    with Path(__file__).with_name("keeps.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def made(gone: Gone, receipt: Receipt) -> bytes:
    """The file, signed by the platform's key."""
    tables = {
        name: {"before": number, "after": gone.after.get(name, 0)} for name, number in gone.before.items()
    }
    content = {
        "format": FORMAT,
        "city": gone.city,
        "deleted_by": {"title": alliance.load().name, "address": settings.SITE_URL},
        "taken_in_by": asdict(receipt.receiver),
        "archive_root": gone.root,
        "receipt_sha256": gone.receipt,
        "begun_at": gone.begun_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "ended_at": gone.ended_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "tables": tables,
        "files": gone.files,
        "sessions": gone.sessions,
        "accounts": gone.accounts,
        "keys_destroyed": gone.keys,
        "kept": [{"what": one["zh"], "law": one["law"]} for one in kept()],
        "log_checkpoint": gone.checkpoint,
    }
    return signing.file(content)


def page(data: bytes) -> bytes:
    """The same as a PDF. Raises setting.NotSetError, setting.BusyError."""
    content = json.loads(data)["content"]
    rows = tuple(
        (name, str(one["before"]), str(one["after"])) for name, one in _in_groups(content["tables"]).items()
    )
    facts = (
        (_("City"), called(content["city"])),
        (_("Now handled at"), f"{content['taken_in_by']['title']} {content['taken_in_by']['address']}"),
        (_("Begun, ended"), f"{content['begun_at']} · {content['ended_at']}"),
        (_("Stored files deleted"), str(content["files"])),
        (_("Accounts shut"), str(content["accounts"])),
        (_("Sealing keys destroyed"), str(len(content["keys_destroyed"]))),
    )
    hashes = (  # each on a line of its own, to be copied whole
        f"{_('Root hash of the archive')} {content['archive_root']}",
        f"{_('SHA-256 of the receipt')} {content['receipt_sha256']}",
    )
    sections = (
        Section(_("What was deleted"), hashes, tables=(Table("", ("", ""), facts),)),
        Section(
            _("Rows deleted"),
            tables=(Table("", ("", _("before"), _("after")), rows, frozenset({1, 2})),),
        ),
        Section(
            _("What stays here, and why"), tuple(f"{one['what']}（{one['law']}）" for one in content["kept"])
        ),
    )
    title = _("Proof of deletion: %(city)s") % {"city": place_name(content["city"])}
    said = values(Document(title, _("Signed; the file beside this page is what counts."), sections))
    number = hashlib.sha256(data).hexdigest()
    facts_of_page = {"signed": content["deleted_by"]["title"], "foot": f"SHA-256 {number}", "ends": []}
    return setting.document("report", "pdf", {**said, **facts_of_page}, folder=paged.TEMPLATES)


def check(data: bytes) -> dict[str, Any]:
    """Its content, if we signed it and what it says is still so: the record tells of it, no row of the city is here,
    its keys open nothing. Raises NotProven."""
    try:
        document = signing.opened(data, FORMAT)
        content = document.content
        city, root, tables = str(content["city"]), str(content["archive_root"]), dict(content["tables"])
    except signing.NOT_READABLE as error:
        raise NotProven(gettext_noop("this is no proof of deletion (%(format)s)"), format=FORMAT) from error
    if not document.is_genuine():
        raise NotProven(
            gettext_noop("the signature does not fit: the file was altered, or another site made it")
        )
    told = events.history(subject_of(city)).filter(verb=departures.WENT, facts__root=root).last()
    if told is None or told.facts["receipt"] != content["receipt_sha256"]:
        raise NotProven(gettext_noop("the record does not tell of this departure"))
    if {name: one["before"] for name, one in tables.items()} != told.facts["rows"]:
        raise NotProven(gettext_noop("the record tells of other numbers than the file"))
    if left := counts(Belongings(City.of(city))):
        raise NotProven(gettext_noop("rows of the city are here: %(tables)s"), tables=", ".join(sorted(left)))
    if open_keys := sorted(set(content["keys_destroyed"]) & set(sealing.ring().opening)):
        raise NotProven(gettext_noop("keys of the city are here: %(keys)s"), keys=", ".join(open_keys))
    return dict(content)


def said_kept() -> list[str]:
    """What stays, in the reader's language."""
    return [f"{local_words.either(zh=one['zh'], en=one['en'])} ({one['law']})" for one in kept()]
