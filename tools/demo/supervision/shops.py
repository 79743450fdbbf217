"""Places that the demo's visitors and inspectors go to."""

from demo.staff import DEMO
from demo.supervision.stage import Stage
from huaihai.alliance import City
from huaihai.businesses.models import Place
from huaihai.businesses.register.verbs import Stated, find_or_write_down


def shop(stage: Stage, said: dict[str, str], city: City, number: int, *, days: int) -> Place:
    """A demo shop of this city, named by its number."""
    name = said["shop"].format(number=number, city=city.name)
    stated = Stated(
        name=name, sign=name, address=said["address"].format(number=number), region_code=city.code
    )
    _business, place = find_or_write_down(stated, by=DEMO, at=stage.scene.at(days), is_demo=True)
    if place is None:
        raise LookupError(f"{name} has no place")
    return place
