"""Files that rows name: each is in the store, opens, and is the one whose SHA-256 the row says."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from huaihai.kit.filestore import open_derivative, open_original
from huaihai.kit.sealing import CannotOpen
from huaihai.record.verify.findings import Finding, Findings
from huaihai.record.verify.raw import AT_ONCE

DERIVATIVE, ORIGINAL = "derivative", "sha256"  # how such columns end


def look() -> Findings:
    """Every file of every row."""
    for model, original, derivative in kept():
        rows: models.QuerySet[Any, Any] = models.QuerySet(model).exclude(**{original: ""}).order_by("pk")
        for key, sha256, shown in rows.values_list("pk", original, derivative).iterator(AT_ONCE):
            wrong = chain(_original(sha256), _derivative(shown) if shown else ())
            yield from (Finding(f"{model._meta.label} {key}", one) for one in wrong)


def kept() -> Iterator[tuple[type[models.Model], str, str]]:
    """The models whose rows name files, with both columns."""
    for model in apps.get_models():
        names = {one.name for one in model._meta.concrete_fields}
        for name in sorted(names):
            before = name.removesuffix(DERIVATIVE)
            if before != name and f"{before}{ORIGINAL}" in names:
                yield model, f"{before}{ORIGINAL}", name


def _original(sha256: str) -> Iterator[str]:
    digest = hashlib.sha256()
    if not (wrong := _read(open_original, sha256, digest.update)):
        wrong = "" if digest.hexdigest() == sha256 else _("was exchanged")
    if wrong:
        yield _("its file %(wrong)s (%(name)s…)") % {"wrong": wrong, "name": sha256[:12]}


def _derivative(key: str) -> Iterator[str]:
    if wrong := _read(open_derivative, key, lambda _chunk: None):
        words = _("the picture that is shown of its file %(wrong)s (%(name)s…)")
        yield words % {"wrong": wrong, "name": key[:12]}


def _read(opened: Callable[[str], Iterator[bytes]], key: str, take: Callable[[bytes], None]) -> str:
    """What is wrong with a file; "" if it could be read to its end."""
    try:
        for chunk in opened(key):
            take(chunk)
    except FileNotFoundError:
        return _("is gone")
    except OSError as error:
        return _("cannot be read (%(error)s)") % {"error": error.strerror or error}
    except (CannotOpen, ValueError):
        return _("was changed or is damaged")
    return ""
