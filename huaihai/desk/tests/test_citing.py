"""Law in doubt: the page comes back once, unless somebody would have to choose files again or sign; staff alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from huaihai.desk import citing

OLD, OTHER, RIGHT = (
    "按照20号令办理。",
    "按照《市场监督管理投诉举报处理暂行办法》办理。",
    "按照消费者权益保护法办理。",
)


class Writing(forms.Form):
    text = forms.CharField()
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


class Signing(Writing):
    code = forms.CharField(required=False)


def form_of(text: str, kind: type[forms.Form] = Writing, **more: str) -> forms.Form:
    made = kind({"text": text, **more})
    assert made.is_valid()
    return made


@pytest.fixture
def request_of() -> Any:
    session = SessionStore()

    def make(kind: str = "officer", **files: Any) -> Any:
        request: Any = RequestFactory().post("/")
        request.actor, request.session = SimpleNamespace(kind=kind), session
        request._messages = CookieStorage(request)
        request._files = files
        return request

    return make


def test_it_comes_back_once_for_each_doubt(request_of: Any) -> None:
    assert citing.hints(first := request_of(), form_of(OLD))
    assert "2026-04-14" in str([str(one) for one in get_messages(first)])
    assert not citing.hints(request_of(), form_of(OLD))
    assert citing.hints(request_of(), form_of(OLD))  # the next text is looked at again
    assert citing.hints(request_of(), form_of(OTHER))
    assert not citing.hints(request_of(), form_of(RIGHT))


@pytest.mark.parametrize("kind", ["business", "consumer", "public"])
def test_only_what_staff_write_is_looked_at(request_of: Any, kind: str) -> None:
    assert not citing.hints(request_of(kind), form_of(OLD))


def test_nobody_signs_or_chooses_files_twice_and_still_reads_it(request_of: Any) -> None:
    for request, kind in ((request_of(), Signing), (request_of(file=object()), Writing)):
        assert not citing.hints(request, form_of(OLD, kind))
        assert len(list(get_messages(request))) == 3


def test_what_nobody_typed_is_not_looked_at(request_of: Any) -> None:
    assert not citing.hints(request_of(), form_of("好", hidden=OLD))
