"""Addresses of prepaid cards: the holder's, the shop's, the bank clerk's, the body's, the public's."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

opening = views_of("huaihai.prepaid.cards.opening")
holder = views_of("huaihai.prepaid.cards.holder")
bringing = views_of("huaihai.prepaid.cards.bringing")
shop = views_of("huaihai.prepaid.cards.shop")
counter = views_of("huaihai.prepaid.cards.office")
office = views_of("huaihai.prepaid.issuers.office")
own = views_of("huaihai.prepaid.issuers.own")
public = views_of("huaihai.prepaid.issuers.public")
letters = views_of("huaihai.prepaid.guarantees.opening")
clerk = views_of("huaihai.prepaid.guarantees.pages")
registers = views_of("huaihai.prepaid.registers.pages")

CARD: list[URLPattern | URLResolver] = [
    path("", holder.card, name="card"),
    path("use/", holder.use, name="card-use"),
    path("phone/", holder.phone, name="card-phone"),
    path("<uuid:entry_id>/doubt/", holder.doubt, name="card-doubt"),
    path("<uuid:entry_id>/keep/", holder.keep, name="card-keep"),
]
SHOP: list[URLPattern | URLResolver] = [
    path("", own.one, name="business-prepaid-one"),
    path("terms/", own.terms, name="business-prepaid-terms"),
    path("joined/", own.join, name="business-prepaid-join"),
    path("parted/", own.part, name="business-prepaid-part"),
    path("withdrawn/", own.withdraw, name="business-prepaid-withdraw"),
    path("sell/<slug:kind>/", shop.sell, name="business-prepaid-sell"),
    path("bring/<slug:kind>/", bringing.bring, name="business-prepaid-bring"),
    path("receipts/", shop.receipts, name="business-prepaid-receipts"),
    path("use/", shop.use, name="business-prepaid-use"),
    path("cards/<uuid:card_id>/", shop.card, name="business-prepaid-card"),
    path("cards/<uuid:card_id>/more/", shop.top_up, name="business-prepaid-more"),
    path("cards/<uuid:card_id>/back/", shop.refund, name="business-prepaid-back"),
    path("cards/<uuid:card_id>/receipt/", shop.new_receipt, name="business-prepaid-receipt"),
    path("cards/<uuid:card_id>/<uuid:entry_id>/undone/", shop.undo, name="business-prepaid-undo"),
]
DESK: list[URLPattern | URLResolver] = [
    path("", office.one, name="desk-prepaid-one"),
    path("letter/", office.letter, name="desk-prepaid-letter"),
    path("receipt/", counter.handed, name="desk-prepaid-receipt"),
    path("receipt/new/", counter.receipt, name="desk-prepaid-new-receipt"),
    path("doubts/", office.doubts, name="desk-prepaid-doubts"),
    path("doubts/<uuid:entry_id>/<slug:word>/", office.decide, name="desk-prepaid-decide"),
    path("", include(office.PLEDGES.steps("desk-prepaid", "confirmation refusal end"))),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("card/", opening.open_card, name="card-open"),
    path("card/left/", opening.leave, name="card-leave"),
    path("card/code/<str:code>/", opening.by_code, name="card-code"),
    path("card/<uuid:card_id>/", include(CARD)),
    path("guarantor/", letters.open_letter, name="guarantor-open"),
    path("guarantor/<uuid:issuer_id>/", clerk.guarantor, name="guarantor"),
    path("prepaid/", public.register, name="prepaid"),
    path("prepaid/<uuid:issuer_id>/", public.issuer, name="prepaid-issuer"),
    path("business/prepaid/", own.overview, name="business-prepaid"),
    path("business/prepaid/new/", own.pledge, name="business-prepaid-new"),
    path("business/prepaid/new/<uuid:business_id>/", own.pledge, name="business-prepaid-new-for"),
    path("business/prepaid/<uuid:issuer_id>/", include(SHOP)),
    path("desk/prepaid/", office.LIST.view, name="desk-prepaid"),
    path("desk/prepaid/registers/", registers.registers, name="desk-prepaid-registers"),
    path("desk/prepaid/<uuid:issuer_id>/", include(DESK)),
    path("", include("huaihai.prepaid.closures.urls")),
]
