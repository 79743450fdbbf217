"""The search and the check for likenesses without a page around them: how long they take, and what they find."""

import random
import time
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db import connection

from benchmarks.inside import OFFICER
from huaihai.cases.desk import alike as desk_alike
from huaihai.cases.models import Case, ElsewhereNumber
from huaihai.cases.search import finding, tables, texts
from huaihai.cases.tests import searched
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Post

COUNTY_OFFICER = "officer-411402"
MOST_OPENED = (
    20_000  # files of each officer that a search is compared with: a million take a quarter of an hour
)
AT_ONCE = 500


def recall(words: list[str], parts: int, most: int = MOST_OPENED) -> dict[str, Any]:
    """Compare what a search finds with a plain scan over the opened files of a city's and of a county's officer: these
    words, and so many parts of texts. Of more than `most` files a random sample is opened, and compared within it. A
    search that stops at a thousand is right if all it found is meant."""
    found: dict[str, Any] = {"texts": 0, "of": 0, "asked": 0, "hits": 0, "meant": 0, "wrong": []}
    for name in (OFFICER, COUNTY_OFFICER):
        post = Post.objects.filter(account__username=name).first()
        if post is not None:
            _compare(Actor.officer(post), words, parts, most, found)
    return found


def _compare(officer: Actor, words: list[str], parts: int, most: int, found: dict[str, Any]) -> None:
    rows, known = Case.objects.visible_to(officer), {}
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    found["of"] += len(keys)
    if len(keys) > most:
        keys = sorted(random.Random(most).sample(keys, most))  # noqa: S311
    for some in batched(keys, AT_ONCE):
        known.update(texts.of_cases(list(Case.objects.filter(pk__in=some))))
    for case, number in ElsewhereNumber.objects.filter(case__in=rows).values_list("case", "number"):
        if case in known:
            known[case] += f"\n{number}"  # by which a search finds it beside the index
    asked = [*words, *_parts(list(known.values()), parts)]
    for word in asked:
        meant = searched.meant(known, word.split())
        hits = set(finding.find(rows, word, by=officer).values_list("pk", flat=True))
        is_many, seen = len(hits) >= finding.ENOUGH, hits & known.keys()
        if not (seen <= meant if is_many else seen == meant):
            found["wrong"].append(word)
        found["hits"] += len(seen & meant)
        found["meant"] += len(seen | meant if not is_many else seen)
    found["texts"] += len(known)
    found["asked"] += len(asked)


def _parts(every: list[str], number: int) -> Iterator[str]:
    """Parts of these texts, drawn at random, the same ones each time."""
    chance = random.Random(number)  # noqa: S311
    while every and number:
        text = chance.choice(every)
        start = chance.randrange(max(len(text) - 8, 1))
        part = " ".join(text[start : start + chance.randint(2, 8)].split())
        if max(map(len, part.split()), default=0) >= 2:
            number -= 1
            yield part


def search(words: list[str], times: int) -> list[float]:
    """Seconds of searching for each of these words so often: a page of 25 and its count, without the page around it."""
    officer = _officer()
    seconds = []
    for _ in range(times):
        for word in words:
            began = time.perf_counter()
            rows = finding.find(Case.objects.visible_to(officer), word, by=officer)
            page_of(rows.order_by("-submitted_at"), None)
            seconds.append(time.perf_counter() - began)
    return seconds


def alike(times: int) -> list[float]:
    """Seconds of looking for files about the same matter: of processor time here, of the wall on PostgreSQL."""
    timer = time.perf_counter if connection.vendor == "postgresql" else time.process_time
    officer, seconds = _officer(), []
    for case in _newest(officer, times):
        began = timer()
        _alike(officer, case, f"{case.title}\n{case.story}", case.complainant.phone)
        seconds.append(timer() - began)
    return seconds


def alike_edited(times: int, part: float) -> float:
    """Of so many cases the share that is found when somebody else sends the same with this part of its characters
    changed."""
    chance, found, officer = random.Random(times), 0, _officer()  # noqa: S311
    cases = _newest(officer, times)
    for case in cases:
        text = list(f"{case.title}\n{case.story}")
        for at in chance.sample(range(len(text)), round(part * len(text))):
            text[at] = chance.choice(text)
        found += case.pk in {one.case.pk for one in _alike(officer, case, "".join(text), "")}
    return found / max(len(cases), 1)


def index_size() -> dict[str, float]:
    """Megabytes of the tokens by which cases are found, and of the sealed texts beside them."""
    if connection.vendor == "postgresql":
        asked = f"SELECT pg_relation_size('{tables.FTS}'), pg_total_relation_size('{tables.DOC}')"
    else:
        tokens = f"(SELECT sum(length(block)) FROM {tables.FTS}_data)"  # noqa: S608 -- names of tables
        asked = f"SELECT {tokens}, {tokens} + sum(length(text) + 100) FROM {tables.DOC}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        tokens_bytes, whole = cursor.fetchone()
    return {"tokens": (tokens_bytes or 0) / 1e6, "whole": (whole or 0) / 1e6}


def _alike(officer: Actor, case: Case, text: str, phone: str) -> list[desk_alike.Alike]:
    shops = [case.business_id] if case.business_id else []
    return desk_alike.alike(
        who=desk_alike.sought(phone=phone), text=text, business_ids=shops, actor=officer, at=clock.now()
    )


def _newest(officer: Actor, many: int) -> list[Case]:
    rows = Case.objects.visible_to(officer).exclude(business=None).exclude(submitted_at=None)
    return list(rows.select_related("complainant").order_by("-submitted_at", "pk")[:many])


def _officer() -> Actor:
    return Actor.officer(Post.objects.get(account__username=OFFICER))
