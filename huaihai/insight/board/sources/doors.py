"""One platform: counties in which somebody receives people and answers the telephone."""

from huaihai import alliance
from huaihai.governance.models import Contact
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.members.models import Organisation, Post


def open_doors(span: Span) -> Measured:
    """Counties whose own body has a line for the public and somebody in a post, on the last day that is over."""
    day = span.over_until
    answering = Contact.objects.in_use(day).filter(kind=Contact.Kind.PUBLIC).values("organisation")
    received_by = Post.objects.held_on(day).values("organisation")
    codes = {county.code for city in alliance.load().cities for county in city.counties if county.official}
    counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY, region_code__in=codes)
    opened = counties.filter(pk__in=answering).filter(pk__in=received_by).values("region_code").distinct()
    return Measured(opened.count(), len(codes))
