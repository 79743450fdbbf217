"""Reading and sending pages in the tests, and a sweep that went out."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.kit.filestore.tests import pictures
from huaihai.supervision import releasing, verbs
from huaihai.supervision.models import Finding, Project, Release
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping import verbs as sweeping_verbs
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, PLAN, gym, inspected, key
from huaihai.supervision.tests.people import People


def picture(colour: str = "red") -> SimpleUploadedFile:
    return pictures.upload(pictures.picture(colour=colour))


def page(client: Client, name: str, *args: Any, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def checked(**marks: str) -> dict[str, str]:
    return {f"mark_{item['key']}": marks.get(item["key"], "ok") for item in PLAN["items"]} | {
        f"words_{name}": "门锁着" for name, mark in marks.items() if mark == "found"
    }


def released(people: People, project: Project) -> Project:
    """Checked, followed, checked again, released and out."""
    made = inspected(project, gym(), "price", "exit", by=people.leader)
    inspected(project, gym("演示二店", digit="8"), by=people.helper, number=2)
    inspected(project, gym("演示商丘", region="411402", digit="9"), "exit", by=people.partner, number=3)
    rows = Finding.objects.filter(stage="open").select_related("project", "city", "business", "clock")
    for number, row in enumerate(rows):
        by = people.leader if row.inspection_id == made.pk else people.partner
        measures.advise([row], text="请改。", by=by, at=MONDAY)
        sweeping_verbs.recheck(row, result="cured", client_key=key(30 + number), by=by, at=MONDAY + DAY)
    verbs.finish(project, by=people.leader, at=MONDAY + 8 * DAY)
    release = releasing.release(project, by=people.leader, at=MONDAY + 9 * DAY)
    Release.objects.filter(pk=release.pk).update(published_at=MONDAY + 9 * DAY)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=MONDAY + 9 * DAY)
    project.refresh_from_db()
    return project
