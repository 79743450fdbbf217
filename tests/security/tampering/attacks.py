"""Kinds of tampering, each done to rows and files that chance chooses. `ATTACKS`: name → what does it, and says so."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import models

from huaihai.businesses.models import Representative
from huaihai.cases.models import Agreement, Case, Complainant, Consent, Evidence, Offer, Promise
from huaihai.compensation.models import Claim, Decision, FundTerms, PaymentOrder, Posting
from huaihai.governance.models import Count as VoteCount
from huaihai.governance.models import Dossier, Minutes, Resolution, Vote
from huaihai.kit.fields import Sealed
from huaihai.kit.filestore import sealed
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation, Post
from huaihai.record import events
from huaihai.record.models import Clock, Event, FileSignature, LogHead, LogLeaf
from huaihai.supervision.models import Finding, Measure, MeasureParty, Photo, Reading
from tests.security.tampering.host import (
    any_chain,
    any_of,
    hash_again,
    put,
    rows,
    write_log_again,
)

type Attack = Callable[[Random], str]
OF_CASES: dict[type[models.Model], dict[str, str]] = {Clock: {"subject__startswith": "case:"}}
type Choices = list[tuple[type[models.Model], dict[str, object]]]


def edited(chance: Random) -> str:
    """Some event says something else."""
    event = chance.choice(any_chain(chance))
    name, value = chance.choice(
        [
            ("verb", f"{event.verb}x"),
            ("by", "account:somebody"),
            ("at", event.at - timedelta(days=chance.randint(1, 9))),
            ("facts", {**event.facts, "said": chance.random()}),
        ]
    )
    put(event, **{name: value})
    return f"{name} of {event}"


def edited_and_hashed(chance: Random) -> str:
    chain = any_chain(chance)
    event = chance.choice(chain)
    event.facts = {**event.facts, "said": chance.random()}
    hash_again(chain)
    return f"{event}, its chain hashed again"


def edited_by_the_host(chance: Random) -> str:
    what = edited_and_hashed(chance)
    write_log_again()
    return f"{what}, log written again and signed"


def deleted(chance: Random) -> str:
    chain = any_chain(chance, least=3)
    event = chance.choice(chain[:-1])
    rows(Event).filter(pk=event.pk).delete()
    return str(event)


def deleted_and_hashed(chance: Random) -> str:
    chain = any_chain(chance, least=3)
    event = chain.pop(chance.randrange(len(chain) - 1))
    rows(Event).filter(pk=event.pk).delete()
    hash_again(chain)
    return f"{event}, its chain hashed again"


def deleted_by_the_host(chance: Random) -> str:
    what = deleted_and_hashed(chance)
    write_log_again(with_rows=True)
    return f"{what}, log written again and signed"


def cut_off(chance: Random) -> str:
    chain = any_chain(chance, least=2)
    cut = chain[-min(len(chain) - 1, chance.randint(1, 3)) :]
    rows(Event).filter(pk__in=[one.pk for one in cut]).delete()
    return f"{len(cut)} last events of {chain[0].subject}"


def cut_off_by_the_host(chance: Random) -> str:
    what = cut_off(chance)
    write_log_again(with_rows=True)
    return f"{what}, log written again and signed"


def log_cut_off(chance: Random) -> str:
    size = LogLeaf.objects.count() - chance.randint(1, 9)
    gone = list(LogLeaf.objects.filter(number__gte=size).values_list("subject", "event_number"))
    for subject, number in gone:
        rows(Event).filter(subject=subject, number__gte=number).delete()
    LogLeaf.objects.filter(number__gte=size).delete()
    write_log_again(with_rows=True)
    return f"the log and its events from {size} on"


def chain_gone(chance: Random) -> str:
    chain = any_chain(chance)
    rows(Event).filter(subject=chain[0].subject).delete()
    return chain[0].subject


def chain_gone_by_the_host(chance: Random) -> str:
    what = chain_gone(chance)
    write_log_again(with_rows=True)
    return f"{what}, log written again and signed"


def swapped(chance: Random) -> str:
    chain = any_chain(chance, least=3)
    place = chance.randrange(len(chain) - 1)
    one, other = chain[place], chain[place + 1]
    rows(Event).filter(pk=one.pk).update(number=100_000)
    rows(Event).filter(pk=other.pk).update(number=one.number)
    rows(Event).filter(pk=one.pk).update(number=other.number)
    return f"{one} and {other}"


def swapped_by_the_host(chance: Random) -> str:
    chain = any_chain(chance, least=3)
    place = chance.randrange(len(chain) - 1)
    chain[place : place + 2] = reversed(chain[place : place + 2])
    hash_again(chain)
    if chance.random() < 0.5:
        write_log_again()
    return f"{chain[place]} and the one before it"


def inserted(chance: Random) -> str:
    chain = any_chain(chance, least=2)
    place = chance.randrange(len(chain))
    event = _forged(chain[place], chance)
    chain.insert(place, event)
    for number, one in enumerate(chain):
        rows(Event).filter(pk=one.pk).update(number=100_000 + number)
    event.save(force_insert=True)
    hash_again(chain)
    if chance.random() < 0.5:
        write_log_again()
    return f"{event}, put in"


def forged_at_the_end(chance: Random) -> str:
    """Dated before the checkpoint; sometimes with a place in a log that was signed again."""
    chain = any_chain(chance)
    event = _forged(chain[-1], chance)
    event.number, event.previous_hash = chain[-1].number + 1, chain[-1].hash
    event.hash = events.digest(event)
    event.save(force_insert=True)
    if chance.random() < 0.5:
        write_log_again(with_rows=True)
    return f"{event}, forged"


def new_chain_forged(chance: Random) -> str:
    event = _forged(any_chain(chance)[-1], chance)
    event.subject, event.number, event.previous_hash = f"case:{new_id()}", 1, ""
    event.hash = events.digest(event)
    event.save(force_insert=True)
    return f"{event}, forged"


def moved_elsewhere(chance: Random) -> str:
    chain, other = any_chain(chance, least=2), any_chain(chance)
    event = chain[-1]
    event.subject, event.number, event.previous_hash = other[0].subject, other[-1].number + 1, other[-1].hash
    event.hash = events.digest(event)
    names = ("subject", "number", "previous_hash", "hash")
    rows(Event).filter(pk=event.pk).update(**{name: getattr(event, name) for name in names})
    return f"{event}, from {chain[0].subject}"


def text_changed(chance: Random) -> str:
    event = any_of(Event, chance, pk__in=rows(Event).exclude(text_hash="").values("pk"))
    other = any_of(Event, chance, pk__in=rows(Event).exclude(text_hash="").exclude(pk=event.pk).values("pk"))
    raw = str(rows(Event).filter(pk=event.pk).values_list("text", flat=True).get())
    foreign = rows(Event).filter(pk=other.pk).values_list("text", flat=True).get()
    values: list[dict[str, object]] = [
        {"text": f"{event.text} Or not."},
        {"text": ""},
        {"text_salt": ""},
        {"text": Sealed(raw[:-6] + "AAAA==")},
        {"text": Sealed("a256gcm|nobody|AAAA|AAAA")},
        {"text": Sealed("damaged")},
        {"text": foreign},
    ]
    put(event, **chance.choice(values))
    return f"text of {event}"


def payee_exchanged(chance: Random) -> str:
    claim = any_of(Claim, chance, pk__in=[one.pk for one in rows(Claim) if one.payee])
    put(claim, payee={**claim.payee, "account": f"62220000{chance.randrange(10**8):08}"})
    return f"payee of {claim.record_key}"


def payee_exchanged_by_the_host(chance: Random) -> str:
    what = payee_exchanged(chance)
    write_log_again(with_rows=True)
    return f"{what}, log written again and signed"


def sum_changed(chance: Random) -> str:
    model, name = chance.choice(
        [
            (Claim, "asked_fen"),
            (PaymentOrder, "sum_fen"),
            (Posting, "amount_fen"),
            (FundTerms, "per_claim_cap_fen"),
            (Promise, "sum_fen"),
            (Offer, "sum_fen"),
            (Decision, "sum_fen"),
        ]
    )
    row = any_of(model, chance, **{f"{name}__isnull": False})
    put(row, **{name: getattr(row, name) + chance.choice([-100, 1, 100])})
    return f"{name} of {row._meta.label} {row.pk}"


def measure_edited(chance: Random) -> str:
    measure = any_of(Measure, chance)
    value = chance.choice(
        [
            {"text": f"{measure.text}!"},
            {"addressee": "Somebody else"},
            {"kind": "talk" if measure.kind != "talk" else "advice"},
            {"by_on": measure.issued_at.date() + timedelta(days=900)},
        ]
    )
    put(measure, **value)
    return f"{next(iter(value))} of measure {measure.pk}"


def observation_changed(chance: Random) -> str:
    if chance.random() < 0.5:
        reading = any_of(Reading, chance)
        put(reading, value=f"{reading.value}1")
        return f"reading {reading.pk}"
    party = any_of(chance.choice([MeasureParty, Finding]), chance)
    rows(type(party)).filter(pk=party.pk).update(
        business=any_of(Case, chance, business__isnull=False).business_id
    )
    return f"business of {party._meta.label} {party.pk}"


def evidence_row_changed(chance: Random) -> str:
    one = any_of(Evidence, chance)
    mine = (
        rows(Evidence).filter(case=one.case_id).values_list("sha256", flat=True)
    )  # a file is in a case once
    names = sorted({path.name for path in Path(settings.FILES).glob("originals/*/*")} - set(mine))
    if chance.random() < 0.5:
        put(one, sha256=chance.choice(names))
        return f"file of evidence {one.pk}"
    rows(Evidence).filter(pk=one.pk).delete()
    return f"evidence {one.pk}, deleted"


def file_gone(chance: Random) -> str:
    path = sealed.original_path(_any_file(chance))
    path.unlink()
    return f"file {path.name}"


def file_damaged(chance: Random) -> str:
    path = sealed.original_path(_any_file(chance))
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content[: chance.choice([len(content), len(content) - 1])])
    return f"file {path.name}"


def file_exchanged_by_the_host(chance: Random) -> str:
    """Something else, sealed as this file would be."""
    name = _any_file(chance)
    sealed.original_path(name).unlink()
    sealed.keep_original(name, BytesIO(chance.randbytes(2_000)))
    return f"file {name}"


def picture_gone(chance: Random) -> str:
    photo = any_of(Photo, chance)
    sealed.derivative_path(photo.derivative).unlink()
    return f"picture {photo.derivative}"


def vote_changed(chance: Random) -> str:
    vote = any_of(Vote, chance)
    put(vote, choice=chance.choice([one for one in ("for", "against", "abstain") if one != vote.choice]))
    return f"vote {vote.pk}"


def decision_changed(chance: Random) -> str:
    choices: Choices = [
        (VoteCount, {"votes_against": 99}),
        (Resolution, {"text": "Something else."}),
        (Minutes, {"text": "Something else."}),
        (Dossier, {"content": "{}"}),
        (FileSignature, {"content": "{}"}),
    ]
    model, value = chance.choice(choices)
    row = any_of(model, chance)
    put(row, **value)
    return f"{row._meta.label} {row.pk}"


def power_taken(chance: Random) -> str:
    post = any_of(Post, chance)
    if chance.random() < 0.5:
        put(post, role="head" if post.role != "head" else "auditor")
        return f"role of post {post.pk}"
    other = any_of(Organisation, chance)
    extra = Post(account_id=post.account_id, organisation=other, role="head", from_on=post.from_on)
    rows(Post).bulk_create([extra])
    return f"a post of {post.account_id} in {other.key}"


def case_changed(chance: Random) -> str:
    choices: Choices = [
        (Case, {"settled_fen": 1}),
        (Case, {"result": "settled_differently"}),
        (Case, {"story": "Nothing happened."}),
        (Complainant, {"phone": "13900000000"}),
        (Consent, {"purpose": "everything"}),
        (Agreement, {"terms": "Nothing is owed."}),
        (Clock, {"number": 99}),
        (Representative, {"role": "nobody"}),
    ]
    model, value = chance.choice(choices)
    row = any_of(model, chance, **OF_CASES.get(model, {}))
    put(row, **value)
    return f"{next(iter(value))} of {row._meta.label} {row.pk}"


def row_deleted(chance: Random) -> str:
    model = chance.choice([Consent, Decision, Vote, Post, Representative, Clock])
    row = any_of(model, chance, **OF_CASES.get(model, {}))
    rows(type(row)).filter(pk=row.pk)._raw_delete("default")
    return f"{row._meta.label} {row.pk}, deleted"


def sealed_text_damaged(chance: Random) -> str:
    model, name = chance.choice(
        [(Claim, "payee"), (Complainant, "phone"), (Case, "story"), (Agreement, "terms")]
    )
    row = any_of(model, chance, pk__in=rows(model).exclude(**{name: ""}).values("pk"))
    rows(model).filter(pk=row.pk).update(**{name: Sealed("a256gcm|k1|AAAA|damaged")})
    return f"{name} of {row._meta.label} {row.pk}, damaged"


def log_edited(chance: Random) -> str:
    leaf = any_of(LogLeaf, chance)
    name = chance.choice(["event_hash", "rows", "salt", "leaf_hash"])
    put(leaf, **{name: f"{chance.getrandbits(128):032x}".zfill(len(getattr(leaf, name)))[:64]})
    return f"{name} of leaf {leaf.number}"


def log_swapped(chance: Random) -> str:
    one = any_of(LogLeaf, chance, number__gt=0)
    other = LogLeaf.objects.get(number=one.number - 1)
    for leaf, number in ((one, 10**9), (other, one.number)):
        rows(LogLeaf).filter(pk=leaf.pk).update(number=number)
    rows(LogLeaf).filter(number=10**9).update(number=one.number - 1)
    return f"leaves {one.number - 1} and {one.number}"


def log_renamed(chance: Random) -> str:
    """So that the checkpoints that others kept seem to be of another log."""
    edited_by_the_host(chance)
    LogHead.objects.update(origin="another.example/log")
    write_log_again()
    return "the log's name"


def everything_again(chance: Random) -> str:
    """Every chain hashed again from some event on, and the whole log with it."""
    edited_and_hashed(chance)
    LogLeaf.objects.all().delete()
    write_log_again(with_rows=True)
    return "the whole log, written anew"


ATTACKS: dict[str, Attack] = {
    name: one
    for name, one in list(globals().items())
    if callable(one)
    and getattr(one, "__module__", "") == __name__
    and not name.startswith("_")
    and name != "Attack"
}


def _forged(like: Event, chance: Random) -> Event:
    """An event of the same subject that never happened."""
    return Event(
        subject=like.subject,
        number=like.number,
        verb=chance.choice(["approve", "pay", "confirm", "vote", like.verb]),
        by=like.by,
        at=like.at - timedelta(hours=chance.randint(2, 50)),  # before the checkpoint
        facts={"fen": chance.randrange(10**6)},
    )


def _any_file(chance: Random) -> str:
    return str(any_of(chance.choice([Evidence, Photo]), chance).sha256)
