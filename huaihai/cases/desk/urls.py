from django.urls import URLPattern, URLResolver, path

from huaihai.cases.desk.views import (
    acting,
    case,
    consents,
    drafts,
    figures,
    forwarded,
    intake,
    papers,
    today,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.desk, name="desk"),
    path("register/", intake.register, name="desk-register"),
    path("entrusted/", intake.entrusted, name="desk-entrust"),
    path("drafts/", drafts.drafts, name="desk-drafts"),
    path("drafts/<uuid:case_id>/", drafts.draft, name="desk-draft"),
    path("drafts/<uuid:case_id>/discarding/", drafts.discarding, name="desk-draft-discarding"),
    path("forwarded/", forwarded.forwarded_cases, name="desk-forwarded"),
    path("forwarded/table.csv", forwarded.forwarded_table, name="desk-forwarded-table"),
    path("figures/<slug:key>/", figures.figure, name="desk-figure"),
    path("cases/<uuid:case_id>/", case.case, name="desk-case"),
    path("cases/<uuid:case_id>/unmasking/", case.unmasking_of, name="desk-unmasking"),
    path("cases/<uuid:case_id>/consents/", consents.consents, name="desk-consents"),
    path("cases/<uuid:case_id>/receipt/", intake.receipt, name="desk-receipt"),
    path("cases/<uuid:case_id>/transfer-note/", papers.transfer_note, name="desk-transfer-note"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>/", case.evidence, name="desk-evidence"),
    path("cases/<uuid:case_id>/<slug:noun>/", acting.step, name="desk-step"),
]
