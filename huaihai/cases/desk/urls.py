from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

counted = views_of("huaihai.cases.consulting.counted")
acting = views_of("huaihai.cases.desk.acting")
calls = views_of("huaihai.cases.desk.calls")
case_list = views_of("huaihai.cases.desk.case_list")
elsewhere_page = views_of("huaihai.cases.desk.elsewhere_page")
forwarded = views_of("huaihai.cases.desk.forwarded")
intake = views_of("huaihai.cases.desk.intake")
leading = views_of("huaihai.cases.desk.leading")
messages_page = views_of("huaihai.cases.desk.messages_page")
pages = views_of("huaihai.cases.desk.pages")
taking_down = views_of("huaihai.cases.desk.taking_down")
handling_pages = views_of("huaihai.cases.handling.pages")
bringing = views_of("huaihai.cases.importing.bringing")
importing = views_of("huaihai.cases.importing.pages")
guided = views_of("huaihai.cases.guided.pages")
uploading = views_of("huaihai.cases.uploading.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", case_list.CASES.view, name="desk"),
    path("absences/", handling_pages.absences, name="desk-absences"),
    path("absences/<uuid:absence_id>/return/", handling_pages.back, name="desk-absence-back"),
    path("register/", intake.register, name="desk-register"),
    path("register/found/", taking_down.found, name="desk-register-found"),
    path("entrusted/", intake.entrusted, name="desk-entrust"),
    path("drafts/", importing.drafts, name="desk-drafts"),
    path("drafts/new/", bringing.bring, name="desk-drafts-bring"),
    path("drafts/<uuid:case_id>/", importing.draft, name="desk-draft"),
    path("drafts/<uuid:case_id>/discarding/", importing.discarding, name="desk-draft-discarding"),
    path("calls/", calls.to_call, name="desk-calls"),
    path("practice/", guided.practise, name="desk-practice"),
    path("practice/<uuid:case_id>/", guided.turn, name="desk-practice-turn"),
    path("forwarded/", forwarded.forwarded_cases, name="desk-forwarded"),
    path("forwarded/table.csv", forwarded.forwarded_table, name="desk-forwarded-table"),
    path("figures/consultations/", counted.rows, name="desk-figure-consultations"),
    path("figures/<slug:key>/", forwarded.figure, name="desk-figure"),
    path("cases/<uuid:case_id>/", pages.case, name="desk-case"),
    path("cases/<uuid:case_id>/spreading/", pages.spread, name="desk-spreading"),
    path("cases/<uuid:case_id>/unmasking/", pages.unmasking_of, name="desk-unmasking"),
    path("cases/<uuid:case_id>/consents/", pages.consents, name="desk-consents"),
    path("cases/<uuid:case_id>/messages/", messages_page.messages_of, name="desk-messages"),
    path("cases/<uuid:case_id>/lead/", leading.name_lead, name="desk-lead"),
    path("cases/<uuid:case_id>/receipt/", intake.receipt, name="desk-receipt"),
    path("cases/<uuid:case_id>/appointment.ics", pages.appointment_file, name="desk-appointment"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>/", pages.evidence, name="desk-evidence"),
    path("cases/<uuid:case_id>/numbers-elsewhere/", elsewhere_page.numbers, name="desk-elsewhere"),
    path("cases/<uuid:case_id>/upload-code/", uploading.code, name="desk-upload-code"),
    path("cases/<uuid:case_id>/<slug:noun>/", acting.step, name="desk-step"),
]
