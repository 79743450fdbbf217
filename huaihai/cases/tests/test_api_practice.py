"""A connection for practice sees practice cases alone, and they walk by the published rules to their end."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.tests.protocol import an_offer, connected
from tests.cast import Cast, negotiating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_a_practice_case_walks_from_the_invitation_to_its_end(cast: Cast) -> None:
    system = connected(cast, is_sandbox=True)
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    version = system.post(f"{path}/receipt", {"version": 1}).json()["version"]
    done = system.post(f"{path}/offer", an_offer(version, sum_fen=6_800)).json()
    counter = system.get(path).json()["offers"][-1]
    assert (counter["by"], counter["sum_fen"]) == ("consumer", 16_800)
    said = {"version": done["version"], "offer": counter["id"], "text": "太多了"}
    version = system.post(f"{path}/rejection", said).json()["version"]
    done = system.post(f"{path}/offer", an_offer(version, sum_fen=16_800, monthly_parts=2)).json()
    assert done["stage"] == "fulfilling"
    for promise, stage in ((1, "fulfilling"), (2, "closed")):
        said = {"version": done["version"], "text": "已付", "promise": promise}
        done = system.post(f"{path}/fulfilment", said).json()
        assert done["stage"] == stage
    told = system.get("/changes").json()["changes"]
    assert [row["sequence"] for row in told] == list(range(1, len(told) + 1))
    assert {row["is_practice"] for row in told} == {True}
    assert not Case.objects.exists()


def test_three_low_offers_end_it_and_a_denied_case_is_gone(cast: Cast) -> None:
    system = connected(cast, is_sandbox=True)
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    done = system.post(f"{path}/receipt", {"version": 1}).json()
    for _number in range(3):
        done = system.post(f"{path}/offer", an_offer(done["version"], sum_fen=100)).json()
    assert done["stage"] == "deciding"
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    system.post(f"{path}/denial", {"version": 1, "text": "不是我们"})
    assert system.get(path).status_code == 404


def test_practice_and_real_cases_do_not_meet(cast: Cast) -> None:
    trying, real, case = (
        connected(cast, name="a", is_sandbox=True),
        connected(cast, name="b"),
        negotiating(cast),
    )
    practice = trying.post("/practice-cases", {}).json()["case"]
    assert [line["id"] for line in trying.get("/cases").json()["cases"]] == [practice]
    assert [line["id"] for line in real.get("/cases").json()["cases"]] == [str(case.pk)]
    assert trying.get(f"/cases/{case.pk}").status_code == real.get(f"/cases/{practice}").status_code == 404
    assert real.post("/practice-cases", {}).json()["code"] == "only-for-practice"
