from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.claims import owner
from huaihai.compensation.funds import owner as funds_owner
from huaihai.compensation.payments import pages as payments_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/funds/", funds_owner.funds, name="business-funds"),
    path("business/funds/<uuid:fund_id>/", funds_owner.fund, name="business-fund"),
    path("business/funds/<uuid:fund_id>/files/", payments_pages.make_file, name="business-payment-file-new"),
    path("business/funds/<uuid:fund_id>/money/", funds_owner.money, name="business-fund-money"),
    path("business/fund-claims/<uuid:claim_id>/", owner.claim, name="business-claim"),
    path("business/fund-claims/<uuid:claim_id>/payee/", owner.payee, name="business-claim-payee"),
    path(
        "business/fund-claims/<uuid:claim_id>/evidence/<uuid:evidence_id>/",
        owner.evidence,
        name="business-claim-evidence",
    ),
    path("business/fund-claims/<uuid:claim_id>/<slug:noun>/", owner.step, name="business-claim-step"),
    path("business/payments/", payments_pages.payments, name="business-payments"),
    path("business/payments/<uuid:file_id>/", payments_pages.file, name="business-payment-file"),
    path(
        "business/payments/<uuid:file_id>/orders.csv",
        payments_pages.download,
        name="business-payment-file-csv",
    ),
    path("business/debts/", payments_pages.overview, name="business-debts"),
    path("business/debts/<uuid:claim_id>/", payments_pages.debt, name="business-debt"),
]
