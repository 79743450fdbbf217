"""What an officer writes down becomes a case: once, with consents, and a receipt code to hand over."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from huaihai.cases.actions import contact, intake
from huaihai.cases.actions.intake import Receipt
from huaihai.cases.desk.forms.intake import Completed, Entrust, Register, TakenDown
from huaihai.cases.models import Case
from huaihai.kit import sealing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import intake as keys

CODES = "receipt_codes"  # session key: receipt codes of the newest cases written down here, sealed
MOST_CODES = 10


def take_down(
    form: TakenDown, *, organisation: Organisation, by: Actor, at: datetime, is_demo: bool
) -> Receipt:
    """The case of this form. The same form sent twice is one case; its code is shown to the first sender."""
    made: dict[str, Receipt] = {}

    def act() -> dict[str, Any]:
        made["new"] = _new(form, organisation, by, at, is_demo)
        intake.consent(made["new"].case, purposes=form.cleaned_data["consents"], at=at)
        return {"case": str(made["new"].case.pk), "number": made["new"].number}

    with transaction.atomic():
        answer, is_new = keys.once(key=f"desk:{form.cleaned_data['key']}", body=by.key, at=at, act=act)
    if is_new:
        return made["new"]
    return Receipt(Case.objects.visible_to(by).get(pk=answer["case"]), answer["number"], "", is_new=False)


def complete_draft(case: Case, form: Completed, *, by: Actor, at: datetime) -> Receipt:
    """An imported draft with its person, business and consents, sent. Raises Unfit, NotPossible."""
    with transaction.atomic():
        stated = {name: value for name, value in vars(form.stated()).items() if value}
        intake.save_answers(case, **form.answers(), stated_business=stated)
        person = form.person()
        contact.set_contact(case, name=person["name"], phone=person["phone"], email=person["email"])
        # The officer spoke to the person on this number.
        case.complainant.refresh_from_db()
        case.complainant.confirmed_at = at
        case.complainant.save(update_fields=["confirmed_at"])
        intake.consent(case, purposes=form.cleaned_data["consents"], at=at)
        return intake.submit(case, key=f"draft:{case.pk}", by=by, at=at)


def keep_code(session: SessionBase, receipt: Receipt) -> None:
    """Keep the receipt code, sealed, so that the page that shows it can be opened again in this session."""
    if receipt.code:
        held = {**session.get(CODES, {}), str(receipt.case.pk): _sealed(receipt.case.pk, receipt.code)}
        session[CODES] = dict(list(held.items())[-MOST_CODES:])


def kept_code(session: SessionBase, case_id: UUID) -> str:
    """The receipt code of a case written down in this session, or ""."""
    sealed = session.get(CODES, {}).get(str(case_id))
    return str(json.loads(sealing.unseal(sealed, place=f"{CODES}:{case_id}"))) if sealed else ""


def _new(form: TakenDown, organisation: Organisation, by: Actor, at: datetime, is_demo: bool) -> Receipt:
    told: dict[str, Any] = {**form.answers(), **form.person(), "is_demo": is_demo}
    if isinstance(form, Entrust):
        return intake.entrust(
            organisation=organisation,
            regulator_number=form.cleaned_data["regulator_number"],
            due_on=form.cleaned_data["due_on"],
            stated=form.stated(),
            by=by,
            at=at,
            **told,
        )
    if not isinstance(form, Register):
        raise TypeError(f"{type(form).__name__} is no form of a new case")
    origin = form.cleaned_data["origin"]
    return intake.register(
        organisation=organisation, origin=origin, stated=form.stated(), by=by, at=at, **told
    )


def _sealed(case_id: UUID, code: str) -> str:
    return sealing.seal(json.dumps(code), place=f"{CODES}:{case_id}")
