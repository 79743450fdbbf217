from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.business import claims, debts, funds, money, payments

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/funds/", funds.funds, name="business-funds"),
    path("business/funds/<uuid:fund_id>/", funds.fund, name="business-fund"),
    path("business/funds/<uuid:fund_id>/files/", payments.make_file, name="business-payment-file-new"),
    path("business/funds/<uuid:fund_id>/money/", money.money, name="business-fund-money"),
    path("business/fund-claims/<uuid:claim_id>/", claims.claim, name="business-claim"),
    path("business/fund-claims/<uuid:claim_id>/payee/", claims.payee, name="business-claim-payee"),
    path(
        "business/fund-claims/<uuid:claim_id>/evidence/<uuid:evidence_id>/",
        claims.evidence,
        name="business-claim-evidence",
    ),
    path("business/fund-claims/<uuid:claim_id>/<slug:noun>/", claims.step, name="business-claim-step"),
    path("business/payments/", payments.payments, name="business-payments"),
    path("business/payments/<uuid:file_id>/", payments.file, name="business-payment-file"),
    path("business/payments/<uuid:file_id>/orders.csv", payments.download, name="business-payment-file-csv"),
    path("business/debts/", debts.overview, name="business-debts"),
    path("business/debts/<uuid:claim_id>/", debts.debt, name="business-debt"),
]
