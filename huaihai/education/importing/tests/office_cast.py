"""An officer at the pages of old files, and short ways to hand in and to decide."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.education.importing import facts as importing_facts
from huaihai.education.importing import verbs as importing_verbs
from huaihai.education.importing.files import Handed
from huaihai.education.models import ImportBatch
from huaihai.education.tests.procedure_cast import AT, Cast, xuzhou
from tests.posts import sign_in


def desk(cast: Cast, who: str = "author") -> Client:
    client = Client()
    sign_in(client, cast.posts[who].account)
    return client


def batch_of(cast: Cast, *files: Handed) -> ImportBatch:
    return importing_verbs.receive(files, publisher=xuzhou(), by=cast.author, at=AT)


def url(name: str, *args: Any) -> str:
    return reverse(f"office-import-{name}", args=args)


def upload(file: Handed) -> SimpleUploadedFile:
    return SimpleUploadedFile(file.name, file.raw)


def facts(**said: Any) -> importing_facts.Facts:
    given = {"title": "预付卡退费提示", "kind": "announcement", "source_name": "演示消费报", "mark": "copy"}
    return importing_facts.Facts(**{**given, "source_on": AT.date(), "source_url": "", **said})


def typed(**more: Any) -> dict[str, Any]:
    """The form of a draft as somebody fills it in."""
    said = {"seen": 1, "title": "新题目", "source_on": "2019-03-05", "source_name": "演示报", "mark": "copy"}
    return said | {"kind": "announcement"} | more
