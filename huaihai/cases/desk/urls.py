from django.urls import URLPattern, URLResolver, path

from huaihai.cases.desk import acting, case_list, forwarded, intake, pages
from huaihai.cases.handling import pages as handling_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", case_list.CASES.view, name="desk"),
    path("absences/", handling_pages.absences, name="desk-absences"),
    path("absences/<uuid:absence_id>/return/", handling_pages.back, name="desk-absence-back"),
    path("register/", intake.register, name="desk-register"),
    path("entrusted/", intake.entrusted, name="desk-entrust"),
    path("drafts/", intake.drafts, name="desk-drafts"),
    path("drafts/<uuid:case_id>/", intake.draft, name="desk-draft"),
    path("drafts/<uuid:case_id>/discarding/", intake.discarding, name="desk-draft-discarding"),
    path("forwarded/", forwarded.forwarded_cases, name="desk-forwarded"),
    path("forwarded/table.csv", forwarded.forwarded_table, name="desk-forwarded-table"),
    path("figures/<slug:key>/", forwarded.figure, name="desk-figure"),
    path("cases/<uuid:case_id>/", pages.case, name="desk-case"),
    path("cases/<uuid:case_id>/unmasking/", pages.unmasking_of, name="desk-unmasking"),
    path("cases/<uuid:case_id>/consents/", pages.consents, name="desk-consents"),
    path("cases/<uuid:case_id>/receipt/", intake.receipt, name="desk-receipt"),
    path("cases/<uuid:case_id>/transfer-note/", pages.transfer_note, name="desk-transfer-note"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>/", pages.evidence, name="desk-evidence"),
    path("cases/<uuid:case_id>/<slug:noun>/", acting.step, name="desk-step"),
]
