from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.office import claims, funds, opening

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/funds/", funds.overview, name="desk-funds"),
    path("desk/funds/new/", opening.choose, name="desk-fund-choose"),
    path("desk/funds/new/pool/", opening.pool, name="desk-fund-pool"),
    path("desk/funds/new/<uuid:business_id>/", opening.of_business, name="desk-fund-new"),
    path("desk/funds/claims/", claims.queue, name="desk-fund-claims"),
    path("desk/funds/claims/<uuid:claim_id>/", claims.claim, name="desk-fund-claim"),
    path("desk/funds/claims/<uuid:claim_id>/payee/", claims.payee, name="desk-fund-claim-payee"),
    path("desk/funds/claims/<uuid:claim_id>/<slug:noun>/", claims.step, name="desk-fund-claim-step"),
    path("desk/funds/<uuid:fund_id>/", funds.fund, name="desk-fund"),
    path("desk/funds/<uuid:fund_id>/<slug:noun>/", funds.step, name="desk-fund-step"),
]
