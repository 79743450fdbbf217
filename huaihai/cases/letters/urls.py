from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.letters.pages")
paper = views_of("huaihai.cases.letters.paper")

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/cases/<uuid:case_id>/letter/", paper.letter, name="letter-new"),
    path("desk/cases/<uuid:case_id>/letter/<uuid:letter_id>/", paper.issued, name="letter-issued"),
    path("desk/cases/<uuid:case_id>/letter/<uuid:letter_id>/end/", paper.ending, name="letter-ending"),
    path("letter/", pages.letter, name="letter"),
    path("letter/left/", pages.left, name="letter-left"),
    path("letter/leaving/", pages.leaving, name="letter-leaving"),
    path("letter/case/", pages.case, name="letter-case"),
    path("letter/case/call/", pages.call, name="letter-call"),
    path("letter/case/appointment.ics", pages.appointment_file, name="letter-appointment"),
    path("letter/case/contact/", pages.contact, name="letter-contact"),
    path("letter/case/evidence/<uuid:evidence_id>/", pages.evidence, name="letter-evidence"),
    path("letter/case/<slug:noun>/", pages.step, name="letter-step"),
]
