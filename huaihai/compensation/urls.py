"""Addresses of funds, claims and their books."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import View, views_of

consumer = views_of("huaihai.compensation.claims.consumer")
claims_office = views_of("huaihai.compensation.claims.office")
claims_owner = views_of("huaihai.compensation.claims.owner")
funds_office = views_of("huaihai.compensation.funds.office")
funds_owner = views_of("huaihai.compensation.funds.owner")
funds_public = views_of("huaihai.compensation.funds.public")
payments_pages = views_of("huaihai.compensation.payments.pages")
month = views_of("huaihai.compensation.statements.month")
sides = views_of("huaihai.compensation.funds.sides")
statements_pages = views_of("huaihai.compensation.statements.pages")

PAGES: tuple[tuple[str, View, str], ...] = (
    ("bank/", statements_pages.overview, "bank"),
    ("bank/preview/", statements_pages.preview, "bank-preview"),
    ("bank/lines/<uuid:line_id>/match/", statements_pages.match, "bank-match"),
    ("bank/lines/<uuid:line_id>/set-aside/", statements_pages.set_aside, "bank-aside"),
    ("months/", month.latest, "months"),
    ("months/<int:year>-<int:number>/", month.page, "month"),
    ("months/<int:year>-<int:number>.xlsx", month.table, "month-table"),
    ("rules/new/", funds_office.new_rules, "rules-new"),
    ("rules/<int:serial>/", funds_office.one_rules, "rules"),
    ("rules/<int:serial>/dropped/", funds_office.drop_rules, "rules-drop"),
)


def _on(name: str, guard: str) -> Iterator[URLPattern]:
    for end, page, page_name in PAGES:
        yield path(
            f"{name}/funds/<uuid:fund_id>/{end}", sides.made(guard, page), name=f"{name}-fund-{page_name}"
        )


urlpatterns: list[URLPattern | URLResolver] = [
    path("funds/", funds_public.register, name="funds"),
    path("funds/how-it-works/", funds_public.how, name="advance-payment"),
    path("funds/<uuid:fund_id>/", funds_public.fund, name="fund"),
    *_on("business", "for_business"),
    *_on("desk", "for_officers"),
    path("desk/funds/", funds_office.overview, name="desk-funds"),
    path("desk/funds/new/", funds_office.choose_owner, name="desk-fund-choose"),
    path("desk/funds/new/pool/", funds_office.open_pool, name="desk-fund-pool"),
    path("desk/funds/new/<uuid:business_id>/", funds_office.open_for_business, name="desk-fund-new"),
    path("desk/funds/claims/", claims_office.LIST.view, name="desk-fund-claims"),
    path("desk/funds/claims/<uuid:claim_id>/", claims_office.claim, name="desk-fund-claim"),
    path("desk/funds/claims/<uuid:claim_id>/payee/", claims_office.payee, name="desk-fund-claim-payee"),
    path("desk/funds/claims/<uuid:claim_id>/<slug:noun>/", claims_office.step, name="desk-fund-claim-step"),
    path("desk/funds/<uuid:fund_id>/", funds_office.fund, name="desk-fund"),
    path("desk/funds/<uuid:fund_id>/", include(funds_office.FUNDS.by_noun("desk-fund-step"))),
    path("business/funds/", funds_owner.funds, name="business-funds"),
    path("business/funds/<uuid:fund_id>/", funds_owner.fund, name="business-fund"),
    path("business/funds/<uuid:fund_id>/files/", payments_pages.make_file, name="business-payment-file-new"),
    path("business/funds/<uuid:fund_id>/money/", funds_owner.money, name="business-fund-money"),
    path("business/fund-claims/<uuid:claim_id>/", claims_owner.claim, name="business-claim"),
    path("business/fund-claims/<uuid:claim_id>/payee/", claims_owner.payee, name="business-claim-payee"),
    path(
        "business/fund-claims/<uuid:claim_id>/evidence/<uuid:evidence_id>/",
        claims_owner.evidence,
        name="business-claim-evidence",
    ),
    path("business/fund-claims/<uuid:claim_id>/<slug:noun>/", claims_owner.step, name="business-claim-step"),
    path("business/payments/", payments_pages.payments, name="business-payments"),
    path("business/payments/<uuid:file_id>/", payments_pages.file, name="business-payment-file"),
    path(
        "business/payments/<uuid:file_id>/orders.csv",
        payments_pages.download,
        name="business-payment-file-csv",
    ),
    path("business/debts/", payments_pages.LIST.view, name="business-debts"),
    path("business/debts/<uuid:claim_id>/", payments_pages.debt, name="business-debt"),
    path("my/<uuid:case_id>/fund/", consumer.claim, name="my-fund"),
    path("my/<uuid:case_id>/fund/new/", consumer.ask, name="my-fund-new"),
    path("my/<uuid:case_id>/fund/<slug:noun>/", consumer.step, name="my-fund-step"),
]
