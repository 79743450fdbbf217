"""What blind coders have to code, under names that tell nothing of place, visitor or city."""

from dataclasses import dataclass
from uuid import UUID

from huaihai.kit.sealing import blind
from huaihai.supervision.models import Project, Visit
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

CODERS = 2


@dataclass(frozen=True)
class Unit:
    """An answer, or the photos, of one item of one visit. `name` cannot be led back to the visit."""

    visit: Visit
    item: Item
    name: str

    @property
    def text(self) -> str:
        """What the visitor wrote; nothing else of the visit."""
        return "" if self.item.type == "photo" else str(self.visit.answers.get(self.item.key, ""))

    @property
    def photos(self) -> list[UUID]:
        """Keys of the photos of this item."""
        return [UUID(key) for key, item, _sha256 in self.visit.photos if item == self.item.key]


def units(project: Project, plan: Plan) -> list[Unit]:
    """All that there is to code, item by item, within an item in the order of names, which is left to chance."""
    visits = rows.counted(project)
    found = []
    for item in plan.coded:
        held = [Unit(visit, item, name_of(visit, item)) for visit in visits]
        found += sorted((unit for unit in held if unit.text or unit.photos), key=lambda unit: unit.name)
    return [unit for unit in found if unit.text != NOT_SEEN]


def uncoded(project: Project, plan: Plan) -> int:
    """How many units have not been looked at by two coders."""
    coded = rows.codes(project)
    return sum(len(coded.get((unit.visit.pk, unit.item.key), {})) < CODERS for unit in units(project, plan))


def name_of(visit: Visit, item: Item) -> str:
    """Sixteen hexadecimal digits; only this platform can make them."""
    return blind(f"{visit.pk}:{item.key}", purpose="supervision.visit-unit")[:16]
