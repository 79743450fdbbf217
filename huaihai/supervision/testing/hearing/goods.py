"""Which goods a letter is about: maker, batch, price, and the codes under which the samples were measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from huaihai.supervision.models import Project, Sample
from huaihai.supervision.testing.publishing.found import bought_of


@dataclass(frozen=True)
class Goods:
    """One product as it was bought; `codes` of its samples, main ones and spare ones, as printed."""

    name: str
    maker: str
    maker_code: str
    batch: str
    codes: tuple[str, ...]


def names_of(project: Project) -> dict[str, str]:
    """What the products that were bought are called, by their keys. One query."""
    return {key: f"{row.brand} {row.model}".strip() for key, row in bought_of(project).items()}


def of_products(project: Project, products: Sequence[str]) -> list[Goods]:
    """Those of these products that were bought, in the plan's order. Two queries."""
    bought = {key: row for key, row in bought_of(project).items() if key in products}
    roots = {row.root_id: key for key, row in bought.items()}
    samples = Sample.objects.in_use().filter(purchase__in=roots).order_by("code")
    codes: dict[str, list[str]] = {key: [] for key in bought}
    for one in samples:
        codes[roots[one.purchase_id]].append(one.shown_code)
    return [
        Goods(
            name=f"{row.brand} {row.model}".strip(),
            maker=row.maker,
            maker_code=row.maker_code,
            batch=row.batch,
            codes=tuple(codes[key]),
        )
        for key, row in bought.items()
    ]
