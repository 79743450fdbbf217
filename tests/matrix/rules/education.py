"""Texts for everybody, their drafts, the press, subscriptions, the law library, translations."""

from typing import Any

from huaihai.education import addresses
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.models import Publication
from tests.matrix.rows import (
    Rows,
    a_file,
    a_row_of,
    always,
    business,
    by_stage,
    city,
    first,
    kept,
    one,
    rule,
)


def _out(*kinds: str) -> Rows:
    return by_stage("education.Publication", kind__in=kinds, state="published")


@kept
def _batch() -> Any:
    return a_row_of("education.ImportBatch", publisher=city())


def _old_page() -> Any:
    return a_row_of("education.ImportedPage", batch=_batch(), state=next(iter(OLD_PAGE.stages)))


def _picture() -> Any:
    return a_row_of(
        "education.Picture", publication=first("education.Publication", kind="warning"), **a_file()
    )


def _translated() -> Any:
    version = first("education.PublicationVersion")
    a_row_of("education.Translation", version=version, language="en")
    return version


def _press_list(contact: Any) -> str:
    return str(addresses.made(addresses.PRESS, contact.pk))


def _press_piece(contact: Any) -> str:
    text = Publication.objects.exclude(first_out_at=None)[0]
    return str(addresses.made(addresses.PRESS_PIECE, contact.pk, text.pk))


def _subscription(row: Any) -> str:
    return str(addresses.made(addresses.SUBSCRIPTION, row.pk))


SEVERE = by_stage("education.Edition", stage="out", version__severity__gt="")
RULES = [
    rule(r"^\^data/\(\?P<name>tree", name=always("tree")),
    rule(r"^office/publications/<uuid:publication_id>/", _out("warning"), number=1),
    rule(r"^cities/<str:", lambda: [city()], city="region_code", code="region_code"),
    rule(r"^topics/<str:", topic=always("G01"), code=always("G01")),
    rule(r"^warnings/cap/", SEVERE, identifier="pk"),
    rule(r"^office/topics/<", "education.TopicProposal"),
    rule(r"^office/exposures/new/<", lambda: [business()]),
    rule(r"^office/exposures/<", "education.Exposure"),
    rule(r"^office/imports/pages/<", one(_old_page)),
    rule(r"^office/imports/<", lambda: [_batch()]),
    rule(r"^lessons/<", _out("lesson"), slug="slug"),
    rule(r"^warnings/<", _out("warning"), slug="slug", number=1),
    rule(r"^stories/<", _out("story"), slug="slug"),
    rule(r"^announcements/<", _out("announcement"), slug="slug"),
    rule(r"^rights/<", _out("rights"), slug="slug"),
    rule(r"^w/<", _out("warning"), code=addresses.code),
    rule(r"^pictures/<", one(_picture), publication_id="publication_id", number="number"),
    rule(r"^law/<", "education.LawCitation", key="statute", number="article"),
    rule(r"^office/publications/(new|out)/<", kind=always("warning")),
    rule(r"^office/publications/<uuid:pk>/replies/<", "education.Reply", pk="publication_id", reply_id="pk"),
    rule(r"^office/publications/<", "education.Publication"),
    rule(r"^business/replies/<", "education.Reply"),
    rule(r"^office/press/<", "education.PressContact"),
    rule(r"^press/list/", "education.PressContact", token=_press_list),
    rule(r"^press/pieces/", "education.PressContact", token=_press_piece),
    rule(r"^subscribe/confirm/", "education.Subscription", token=always("x")),
    rule(r"^subscribe/mine/", "education.Subscription", token=_subscription),
    rule(r"^office/translations/<.*review", one(_translated), language=always("en")),
    rule(r"^office/translations/<", "education.PublicationVersion", language=always("en")),
]
