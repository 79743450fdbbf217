"""Addresses of the programme: for the staff below /office/supervision/, for everybody below /supervision/."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.supervision.programme import pages, public, steps
from huaihai.supervision.reporting import years

OFFICE = "office/supervision/programme/"
YEAR = rf"^{OFFICE}(?P<year>20\d\d)/"
PUBLIC = r"^supervision/programme/(?P<year>20\d\d)/"
TOPIC = f"{OFFICE}topics/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(OFFICE, pages.programmes, name="office-programmes"),
    path(f"{OFFICE}opening/", steps.open_year, name="office-programme-opening"),
    re_path(YEAR + "$", pages.programme, name="office-programme"),
    re_path(YEAR + "suggestions/$", pages.suggested, name="office-programme-suggestions"),
    re_path(YEAR + "scores/$", steps.score, name="office-programme-scores"),
    re_path(YEAR + "scored/$", steps.end_scoring, name="office-programme-scored"),
    re_path(YEAR + "vote/$", steps.put_to_vote, name="office-programme-vote"),
    re_path(YEAR + "taking-back/$", steps.take_back, name="office-programme-taking-back"),
    re_path(YEAR + "topics/new/$", steps.new, name="office-programme-topic-new"),
    path(TOPIC, pages.topic, name="office-topic-of-programme"),
    path(f"{TOPIC}show/", steps.showing, name="office-programme-topic-show"),
    path(f"{TOPIC}hide/", steps.hiding, name="office-programme-topic-hide"),
    path(f"{TOPIC}choice/", steps.choose, name="office-programme-topic-choice"),
    path(f"{TOPIC}putting-back/", steps.put_back, name="office-programme-topic-putting-back"),
    path(f"{TOPIC}project/", steps.project, name="office-programme-topic-project"),
    path("office/supervision/figures/<slug:key>/", years.figure, name="office-supervision-figure"),
    path("supervision/programme/", public.programmes, name="supervision-programmes"),
    re_path(PUBLIC + "$", public.programme, name="supervision-programme"),
    re_path(PUBLIC + r"list\.json$", public.voted_list, name="supervision-programme-list"),
    re_path(PUBLIC + "proposals/$", public.proposals, name="supervision-proposals"),
    re_path(PUBLIC + "proposals/new/$", public.new, name="supervision-proposal-new"),
    re_path(PUBLIC + "proposals/thanks/$", public.thanks, name="supervision-proposal-thanks"),
]
