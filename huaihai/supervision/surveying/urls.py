"""Addresses of surveys: answering, and the pages for staff."""

from django.urls import path, re_path

from huaihai.kit.late_views import views_of
from huaihai.supervision.addresses import NUMBER

answer_pages = views_of("huaihai.supervision.surveying.answer_pages")
collecting = views_of("huaihai.supervision.surveying.collecting")
entering = views_of("huaihai.supervision.surveying.entering")
pages = views_of("huaihai.supervision.surveying.pages")
plan_pages = views_of("huaihai.supervision.surveying.plan_pages")
report = views_of("huaihai.supervision.surveying.report")

HERE = "office/supervision/<uuid:pk>/survey/"
LINK = f"{HERE}links/<uuid:link_id>/"
FILE = f"{HERE}imports/<uuid:import_id>/"

urlpatterns = [
    path("survey/<slug:code>/", answer_pages.start, name="survey-start"),
    path("survey/<slug:code>/code/<slug:token>/", answer_pages.start, name="survey-token"),
    path("survey/<slug:code>/page/<int:number>/", answer_pages.page, name="survey-page"),
    path("survey/<slug:code>/check/", answer_pages.check, name="survey-check"),
    path("survey/<slug:code>/thanks/", entering.thanks, name="survey-thanks"),
    path("survey/<slug:code>/full/", entering.full, name="survey-full"),
    path("survey/<slug:code>/not-for-you/", entering.not_asked, name="survey-not-asked"),
    re_path(rf"^supervision/{NUMBER}/survey\.csv$", report.table, name="survey-table"),
    path(f"{HERE}begin/", plan_pages.begin, name="office-survey-begin"),
    path(f"{HERE}about/", plan_pages.about, name="office-survey-about"),
    path(f"{HERE}questions/new/", plan_pages.question, name="office-survey-question-new"),
    path(f"{HERE}questions/<slug:key>/", plan_pages.question, name="office-survey-question"),
    path(f"{HERE}questions/<slug:key>/removal/", plan_pages.removal, name="office-survey-question-removal"),
    path(f"{HERE}questions/<slug:key>/moving-up/", plan_pages.moving_up, name="office-survey-question-up"),
    path(f"{HERE}questions/<slug:key>/groups/", plan_pages.group, name="office-survey-group"),
    path(f"{HERE}links/new/", pages.new, name="office-survey-link-new"),
    path(LINK, pages.poster, name="office-survey-link"),
    path(f"{LINK}qr.svg", pages.qr, name="office-survey-qr"),
    path(f"{LINK}codes/", pages.sheet, name="office-survey-codes"),
    path(f"{LINK}codes.csv", pages.table, name="office-survey-codes-table"),
    path(f"{LINK}codes/<int:number>.svg", pages.qr, name="office-survey-code-qr"),
    path(f"{LINK}closing/", pages.closing, name="office-survey-link-closing"),
    path(f"{HERE}paper/", collecting.printed, name="office-survey-paper"),
    path(f"{HERE}papers/", collecting.entered, name="office-survey-papers"),
    path(f"{HERE}papers/new/", collecting.enter, name="office-survey-paper-entry"),
    path(
        f"{HERE}papers/<uuid:response_id>/correction/",
        collecting.correction,
        name="office-survey-paper-correction",
    ),
    path(f"{HERE}imports/", collecting.imports, name="office-survey-imports"),
    path(f"{HERE}imports/new/", collecting.hand_in, name="office-survey-import-new"),
    path(FILE, collecting.columns, name="office-survey-import"),
    path(f"{FILE}taking/", collecting.taking, name="office-survey-import-taking"),
    path(f"{FILE}dropping/", collecting.dropping, name="office-survey-import-dropping"),
    path(f"{HERE}so-far/", pages.so_far, name="office-survey-so-far"),
    path(f"{HERE}texts/", pages.texts, name="office-survey-texts"),
]
