"""What a business sees of its findings."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Place, Representative
from huaihai.members.accounts import open_account
from huaihai.supervision.models import Photo, Project
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping.tests.browsing import hidden, page, picture
from huaihai.supervision.sweeping.tests.scene import MONDAY, finding, gym, inspected
from huaihai.supervision.tests.people import People
from tests.posts import PASSWORD, PROGRAM, SECRET, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_a_business_sees_its_findings_alone_and_hands_in_proof(people: People, project: Project) -> None:
    place = gym()
    found = finding(inspected(project, place, "price", by=people.leader), "price")
    advice = measures.advise([found], text="请贴价目表。", by=people.leader, at=MONDAY)
    shop, other = browser_of(place), browser_of(gym("演示别家", digit="9"))
    assert page(other, "business-sweep", found.pk, status=404)
    assert "明码标价" in page(shop, "business-sweeps")
    html = page(shop, "business-sweep", found.pk)
    assert "请贴价目表。" in html
    shop.post(reverse("business-sweep-receipt", args=[found.pk, advice.pk]))
    advice.refresh_from_db()
    assert (advice.stage, advice.served_by) == ("served", "desk")
    sent = {
        "key": hidden(html, "key"),
        "text": "已经贴好。",
        "claims_cure": "on",
        "photos_proof": picture(),
    }
    assert shop.post(reverse("business-sweep", args=[found.pk]), sent).status_code == 302
    found.refresh_from_db()
    assert found.stage == "claimed"
    photo = Photo.objects.get()
    assert shop.get(reverse("business-sweep-photo", args=[project.pk, photo.pk])).status_code == 200


def browser_of(place: Place) -> Client:
    """Somebody who answers for this business is signed in."""
    account = open_account(
        username=f"sun-{place.sign}",
        password=PASSWORD,
        display_name="Sun (test)",
        totp_secret=SECRET,
        by=PROGRAM,
        at=MONDAY,
    )
    Representative.objects.create(account=account, business=place.business, from_on=date(2026, 1, 1))
    client = Client()
    sign_in(client, account)
    return client
