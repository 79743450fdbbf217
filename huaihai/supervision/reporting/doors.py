"""From a text to the project of supervision that it tells of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.register.doors import Door
from huaihai.education.models import Publication
from huaihai.supervision.models import Project


def of_text(publication: Publication) -> list[Door]:
    """For `reactions.TEXT_DOORS`: the whole table, its method and its file."""
    project = Project.objects.public().filter(publication=publication).first()
    if project is None:
        return []
    told = _("All results, the plan and the file from which anybody can work them out again")
    return [Door(project.title, reverse("supervision-project", args=[project.number]), told)]
