"""Sentences that come from elsewhere are said in our own tone."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext

from huaihai.kit import borrowed_words
from huaihai.kit.text import normalise


class Asks(forms.Form):
    number = forms.IntegerField(max_value=5)


def test_django_speaks_as_we_do() -> None:
    with translation.override("zh-hans"):
        assert Asks({"number": "9"}).errors["number"] == ["请填不超过 5 的数。"]


def test_what_cannot_be_stored_is_refused_in_chinese() -> None:
    with translation.override("zh-hans"):
        for message in (normalise.NUL, normalise.SURROGATE):
            assert message in borrowed_words.FROM_NORMALISE
            assert not gettext(message).isascii()
