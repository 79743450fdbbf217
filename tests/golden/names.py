"""Names that may not move, because held files, fingerprints and queries read them.

Event verbs with the names of their facts, as the demo's year writes them; sealed rows with their fields; effect kinds.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps

from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance import effects
from huaihai.record.models import Event

KEY = re.compile(r"[0-9a-f-]{32,}|\d|[^\x00-\x7f]")  # a fact's name that is a key of something, not a name


def lines() -> list[str]:
    """One for each name."""
    return sorted([*_events(), *_sealed(), *(f"effect {kind}" for kind in effects.known())])


def _events() -> Iterator[str]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject, verb, facts in Event.objects.values_list("subject", "verb", "facts").iterator():
        found[f"{subject.partition(':')[0]} {verb}"].update(name for name in facts if not KEY.search(name))
    for verb, names in found.items():
        yield f"event {verb}: {' '.join(sorted(names))}"


def _sealed() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, SealedModel):
            fields = (
                field.attname for field in model._meta.concrete_fields if field.name not in model.unsealed
            )
            yield f"sealed {model.seal_name}: {' '.join(sorted(fields))}"
