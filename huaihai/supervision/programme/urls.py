"""Addresses of the programme: for the staff below /office/supervision/, for everybody below /supervision/."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.supervision.programme.pages")
public = views_of("huaihai.supervision.programme.public")
years = views_of("huaihai.supervision.reporting.years")

OFFICE = "office/supervision/programme/"
YEAR = rf"^{OFFICE}(?P<year>20\d\d)/"
PUBLIC = r"^supervision/programme/(?P<year>20\d\d)/"
TOPIC = f"{OFFICE}topics/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(OFFICE, pages.programmes, name="office-programmes"),
    path(f"{OFFICE}opening/", pages.open_year, name="office-programme-opening"),
    re_path(YEAR + "$", pages.programme, name="office-programme"),
    re_path(YEAR + "suggestions/$", pages.suggested, name="office-programme-suggestions"),
    re_path(YEAR + "scores/$", pages.score, name="office-programme-scores"),
    re_path(YEAR, include(pages.PROGRAMMES.steps("office-programme", "scored vote taking-back"))),
    re_path(YEAR + "topics/new/$", pages.new, name="office-programme-topic-new"),
    path(TOPIC, pages.topic, name="office-topic-of-programme"),
    path(TOPIC, include(pages.TOPICS.steps("office-programme-topic", "choice putting-back show hide"))),
    path(f"{TOPIC}project/", pages.project, name="office-programme-topic-project"),
    path("office/supervision/figures/<slug:key>/", years.figure, name="office-supervision-figure"),
    path("supervision/programme/", public.programmes, name="supervision-programmes"),
    re_path(PUBLIC + "$", public.programme, name="supervision-programme"),
    re_path(PUBLIC + r"list\.json$", public.voted_list, name="supervision-programme-list"),
    re_path(PUBLIC + "proposals/$", public.proposals, name="supervision-proposals"),
    re_path(PUBLIC + "proposals/new/$", public.new, name="supervision-proposal-new"),
    re_path(PUBLIC + "proposals/thanks/$", public.thanks, name="supervision-proposal-thanks"),
]
