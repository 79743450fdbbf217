"""How far the buying of a test is."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import ngettext

from huaihai.supervision.models import Exclusion, Project, Purchase, Sample
from huaihai.supervision.testing.planning.reading import named, products_of

MOST_NAMED = 5


def lacking(project: Project) -> Sequence[str]:
    """What hinders the end of buying: products neither there nor left out, purchases not confirmed."""
    return [*_not_bought(project), *_not_confirmed(project)]


def _not_bought(project: Project) -> list[str]:
    plan = project.registered.plan if project.registered else {}
    done = set(Sample.objects.main().in_use().filter(project=project).values_list("product", flat=True))
    done |= set(Exclusion.objects.filter(project=project).values_list("product", flat=True))
    left = [named(row) for row in products_of(plan) if row["key"] not in done]
    if not left:
        return []
    names = "、".join(left[:MOST_NAMED]) + ("…" if len(left) > MOST_NAMED else "")
    said = ngettext(
        "%(n)d product is not bought: %(names)s", "%(n)d products are not bought: %(names)s", len(left)
    )
    return [said % {"n": len(left), "names": names}]


def _not_confirmed(project: Project) -> list[str]:
    used = Sample.objects.main().in_use().filter(project=project).values("purchase")
    waiting = Purchase.objects.filter(project=project).waiting()
    number = waiting.filter(Q(pk__in=used) | Q(first__in=used)).count()  # what was set aside is asked no more
    if not number:
        return []
    said = ngettext(
        "%(n)d purchase waits for its witness.",
        "%(n)d purchases wait for their witness.",
        number,
    )
    return [said % {"n": number}]
