import time
from datetime import timedelta

import pytest
from django.db import connection

from huaihai.front.leaving.going import letting_go
from huaihai.front.leaving.going.receipts import Receipt, Receiver
from huaihai.governance.models import Membership
from huaihai.kit import clock, signing
from huaihai.record.verify import whole


@pytest.mark.django_db
def test_it():
    at = clock.now()
    Membership.objects.filter(organisation__key="city:320300").update(
        until_on=clock.today() - timedelta(days=1)
    )
    from huaihai.record.log import sequencing

    sequencing.sequence_all()
    before = [str(f) for f in whole.findings(whole.prepare([], [], with_keys=True))]
    print("before", len(before), before[:5])
    me = signing.public_keys()
    receipt = Receipt(
        "320300", "ab" * 32, Receiver("新", "https://new.example", me, next(iter(me))), "cd" * 32, {}
    )
    t = time.time()
    gone = letting_go.let_go(receipt, at=at, root_now=lambda _c: "ab" * 32)
    print(time.time() - t)
    print(gone)
    after = [str(f) for f in whole.findings(whole.prepare([], [], with_keys=True))]
    new = [f for f in after if f not in before]
    print("after", len(new), "\n".join(new[:40]))
    connection.check_constraints()
