"""Addresses of surveys: answering, and the pages for staff."""

from django.urls import path, re_path

from huaihai.supervision.public.urls import NUMBER
from huaihai.supervision.surveying import (
    endings,
    import_pages,
    links,
    office,
    paper_pages,
    planning,
    public_pages,
    results_page,
)

HERE = "office/supervision/<uuid:pk>/survey/"
LINK = f"{HERE}links/<uuid:link_id>/"
FILE = f"{HERE}imports/<uuid:import_id>/"

urlpatterns = [
    path("survey/<slug:code>/", public_pages.start, name="survey-start"),
    path("survey/<slug:code>/code/<slug:token>/", public_pages.start, name="survey-token"),
    path("survey/<slug:code>/page/<int:number>/", public_pages.page, name="survey-page"),
    path("survey/<slug:code>/check/", public_pages.check, name="survey-check"),
    path("survey/<slug:code>/thanks/", endings.thanks, name="survey-thanks"),
    path("survey/<slug:code>/full/", endings.full, name="survey-full"),
    path("survey/<slug:code>/not-for-you/", endings.not_asked, name="survey-not-asked"),
    re_path(rf"^supervision/{NUMBER}/survey\.csv$", results_page.table, name="survey-table"),
    path(f"{HERE}begin/", planning.begin, name="office-survey-begin"),
    path(f"{HERE}about/", planning.about, name="office-survey-about"),
    path(f"{HERE}questions/new/", planning.question, name="office-survey-question-new"),
    path(f"{HERE}questions/<slug:key>/", planning.question, name="office-survey-question"),
    path(f"{HERE}questions/<slug:key>/removal/", planning.removal, name="office-survey-question-removal"),
    path(f"{HERE}questions/<slug:key>/moving-up/", planning.moving_up, name="office-survey-question-up"),
    path(f"{HERE}questions/<slug:key>/groups/", planning.group, name="office-survey-group"),
    path(f"{HERE}links/new/", links.new, name="office-survey-link-new"),
    path(LINK, links.poster, name="office-survey-link"),
    path(f"{LINK}qr.svg", links.qr, name="office-survey-qr"),
    path(f"{LINK}codes/", links.sheet, name="office-survey-codes"),
    path(f"{LINK}codes.csv", links.table, name="office-survey-codes-table"),
    path(f"{LINK}codes/<int:number>.svg", links.qr, name="office-survey-code-qr"),
    path(f"{LINK}closing/", links.closing, name="office-survey-link-closing"),
    path(f"{HERE}paper/", paper_pages.printed, name="office-survey-paper"),
    path(f"{HERE}papers/", paper_pages.entered, name="office-survey-papers"),
    path(f"{HERE}papers/new/", paper_pages.enter, name="office-survey-paper-entry"),
    path(
        f"{HERE}papers/<uuid:response_id>/correction/",
        paper_pages.correction,
        name="office-survey-paper-correction",
    ),
    path(f"{HERE}imports/", import_pages.imports, name="office-survey-imports"),
    path(f"{HERE}imports/new/", import_pages.hand_in, name="office-survey-import-new"),
    path(FILE, import_pages.columns, name="office-survey-import"),
    path(f"{FILE}taking/", import_pages.taking, name="office-survey-import-taking"),
    path(f"{FILE}dropping/", import_pages.dropping, name="office-survey-import-dropping"),
    path(f"{HERE}so-far/", office.so_far, name="office-survey-so-far"),
    path(f"{HERE}texts/", office.texts, name="office-survey-texts"),
]
