"""The words that both sides of a call say first, where they stand: receipt, case page, letter."""

from django import template

from huaihai.cases.genuine import words
from huaihai.cases.models import Case

register = template.Library()


@register.inclusion_tag("cases/genuine/words.html")
def call_words(case: Case, side: str = words.CONSUMER, at_desk: bool = False) -> dict[str, object]:
    """For the consumer or the business of the case; `at_desk`: for the officer who talks to them."""
    return {"said": words.of(case.record_key, side), "at_desk": at_desk}
