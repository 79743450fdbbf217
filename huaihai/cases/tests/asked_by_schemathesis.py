"""What the document promises is what happens: schemathesis asks whatever it can think of.

It changes Hypothesis itself for as long as the process lives (its buffer, its printer), and so what other tests draw.
So this file is collected only where it is named: beside the journeys, which draw nothing.
"""

import io
import secrets
import time
from typing import Any
from urllib.parse import unquote

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from ninja import Schema
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from huaihai.businesses.connecting.authentication import TAG
from huaihai.cases import practice
from huaihai.cases.api import entry, requests, responses
from huaihai.cases.models import PracticeCase
from huaihai.cases.tests.protocol import System, connected
from huaihai.kit import http_signing
from huaihai.kit.inside import connection_kept
from tests.cast import TUESDAY, Cast
from tests.effort import examples

pytestmark = pytest.mark.journey
EXAMPLES = examples(4, long=60)  # of each address, and as many of what must be refused
SEED = 20_261_126
ASKED: list[str] = []


def signing(system: System) -> Any:
    """The program behind somebody who signs every request with the right key, whatever it asks."""
    application = get_wsgi_application()

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = unquote(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"])
        key = environ.get("HTTP_IDEMPOTENCY_KEY")
        message = http_signing.Message(
            environ["REQUEST_METHOD"],
            environ["HTTP_HOST"],
            path,
            environ.get("QUERY_STRING", ""),
            body,
            {} if key is None else {"idempotency-key": key},
        )
        headers = http_signing.sign(
            message,
            keys=[(system.shown.key_id, system.shown.secret)],
            created=int(time.time()),
            nonce=secrets.token_urlsafe(18),
            tag=TAG,
            components=http_signing.NEEDED if key is None else (*http_signing.NEEDED, "idempotency-key"),
        )
        for name, value in headers.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        return application(environ, start_response)

    return answer


@pytest.mark.django_db
@pytest.mark.usefixtures("tuesday")
def test_schemathesis_finds_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    print(f"seed {SEED}")  # noqa: T201 # shown with a failure
    monkeypatch.setattr(entry, "BRAKE", entry.Brake("protocol", most=100_000, seconds=60))
    settings.ALLOWED_HOSTS = ["*"]
    system = connected(cast, is_sandbox=True)
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for operations in document["paths"].values():
        for operation in operations.values():
            del operation["security"]  # signed for it in any case; what is not signed has tests of its own
    schema = schemathesis.openapi.from_dict(document)
    schema.app = signing(system)
    ASKED.clear()
    with connection_kept():
        for found in schema.get_all_operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _ask(found.ok(), mode, system)
    statuses = {status: ASKED.count(status) for status in sorted(set(ASKED))}
    assert statuses.get("200", 0) > 20, statuses  # it got through to the verbs
    assert {"404", "422"} <= set(statuses), statuses


def _ask(operation: Any, mode: GenerationMode, system: System) -> None:
    thought_of = operation.as_strategy(generation_mode=mode)
    excluded = [_check("ignored_auth")]
    if operation.method == "post":  # a day or a code of the right form can still not fit the case: 422
        excluded.append(_check("positive_data_acceptance"))

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=thought_of, is_there=st.booleans())
    def ask(case: Any, is_there: bool) -> None:
        if is_there and mode is GenerationMode.POSITIVE:
            _make_fit(case, system)
        response = case.call()
        ASKED.append(str(response.status_code))
        case.validate_response(response, excluded_checks=excluded)

    try:
        ask()
    except Unsatisfiable:  # an address that takes nothing: there is nothing that could be wrong
        assert mode is GenerationMode.NEGATIVE
        assert operation.path.endswith(("/connection", "/vocabularies"))


def _make_fit(case: Any, system: System) -> None:
    """About a case that is there, in the version that it has."""
    held = practice.begin(system.connection, at=TUESDAY)
    if not case.operation.path.endswith("/receipt"):
        held, _made = practice.act(held.pk, "receipt", seen=1, facts={}, at=TUESDAY)
    if "case_id" in case.path_parameters:
        case.path_parameters["case_id"] = str(held.pk)
    if isinstance(case.body, dict):
        case.body["version"] = held.version
        if "perform_by_on" in case.body:
            case.body |= {
                "perform_by_on": "2026-12-01",
                "valid_until_on": "2026-11-28",
                "remedies": ["repair"],
            }
        if "reason" in case.body:
            case.body["reason"] = "made-good"
    PracticeCase.objects.exclude(pk=held.pk).update(is_taken_away=True)


def _check(name: str) -> Any:
    return CHECKS.get_one(name)


def test_no_two_shapes_of_the_document_have_one_name() -> None:
    """The later one would stand in the document for both."""
    shapes = [
        held
        for module in (requests, responses)
        for held in vars(module).values()
        if isinstance(held, type) and issubclass(held, Schema) and held is not Schema
    ]
    names = [held.__name__ for held in shapes]
    assert sorted(names) == sorted(set(names))
