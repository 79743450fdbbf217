from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.claims import office
from huaihai.compensation.funds import office as funds_office

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/funds/", funds_office.overview, name="desk-funds"),
    path("desk/funds/new/", funds_office.choose_owner, name="desk-fund-choose"),
    path("desk/funds/new/pool/", funds_office.open_pool, name="desk-fund-pool"),
    path("desk/funds/new/<uuid:business_id>/", funds_office.open_for_business, name="desk-fund-new"),
    path("desk/funds/claims/", office.queue, name="desk-fund-claims"),
    path("desk/funds/claims/<uuid:claim_id>/", office.claim, name="desk-fund-claim"),
    path("desk/funds/claims/<uuid:claim_id>/payee/", office.payee, name="desk-fund-claim-payee"),
    path("desk/funds/claims/<uuid:claim_id>/<slug:noun>/", office.step, name="desk-fund-claim-step"),
    path("desk/funds/<uuid:fund_id>/", funds_office.fund, name="desk-fund"),
    path("desk/funds/<uuid:fund_id>/<slug:noun>/", funds_office.step, name="desk-fund-step"),
]
