from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

bodies = views_of("huaihai.cases.consumer.filing.bodies")
going_on = views_of("huaihai.cases.consumer.filing.going_on")
pages = views_of("huaihai.cases.consumer.filing.pages")
receipts = views_of("huaihai.cases.consumer.filing.receipts")
own_data = views_of("huaihai.cases.consumer.tracking.own_data")
shop = views_of("huaihai.cases.consumer.filing.shop")
start = views_of("huaihai.cases.consumer.filing.start")
access = views_of("huaihai.cases.consumer.tracking.access")
answers = views_of("huaihai.cases.consumer.tracking.answers")
tracking_pages = views_of("huaihai.cases.consumer.tracking.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("file/", start.start, name="file-start"),
    path("file/saved/", start.saved, name="file-saved"),
    path("file/drafts/<uuid:case_id>/", start.go_on, name="file-go-on"),
    path("file/drafts/<uuid:case_id>/removal/", start.drop, name="file-drop"),
    path("file/at/<uuid:place_id>/", start.at_place, name="file-at-place"),
    path("file/elsewhere/", going_on.elsewhere, name="file-elsewhere"),
    path("file/with-code/", going_on.with_code, name="file-with-code"),
    path("file/here/<str:code>/", start.at_body, name="file-at-body"),
    path("file/here/<str:code>/paper.pdf", bodies.paper, name="file-paper-at-body"),
    path("file/here/<str:code>/poster.pdf", bodies.poster, name="file-poster"),
    path("file/here/<str:code>/qr.svg", bodies.qr, name="file-qr"),
    path("file/paper.pdf", bodies.paper, name="file-paper"),
    path("file/shops/", shop.found, name="file-shops"),
    path("file/receipt/", receipts.receipt, name="file-receipt"),
    path("file/<slug:name>/", pages.question, name="file-question"),
    path("track/", access.track, name="track"),
    path("track/lost-code/", access.lost, name="track-lost"),
    path("my/", access.cases, name="my-cases"),
    path("my/leave/", access.leave, name="my-leave"),
    path("my/<uuid:case_id>/", tracking_pages.case_page, name="my-case"),
    path("my/<uuid:case_id>/evidence/", tracking_pages.evidence, name="my-evidence"),
    path(
        "my/<uuid:case_id>/evidence/<uuid:evidence_id>/",
        tracking_pages.evidence_file,
        name="my-evidence-file",
    ),
    path("my/<uuid:case_id>/appointment.ics", tracking_pages.appointment_file, name="my-appointment"),
    path("my/<uuid:case_id>/consents/", tracking_pages.consents, name="my-consents"),
    path("my/<uuid:case_id>/data/", own_data.page, name="my-data"),
    path("my/<uuid:case_id>/data.zip", own_data.file, name="my-data-file"),
    path("my/<uuid:case_id>/acceptance/", answers.made("page_for", "accept"), name="my-acceptance"),
    path("my/<uuid:case_id>/counter-offer/", answers.made("page_for", "counter"), name="my-counter-offer"),
    path("my/<uuid:case_id>/supply/", answers.made("page_for", "supply"), name="my-supply"),
    path("my/<uuid:case_id>/rejection/", answers.made("page_for", "reject"), name="my-rejection"),
    path("my/<uuid:case_id>/supplement/", answers.made("page_for", "supplement"), name="my-supplement"),
    path("my/<uuid:case_id>/goods/", answers.made("page_for", "send_goods"), name="my-goods"),
    path("my/<uuid:case_id>/message/", answers.made("page_for", "consumer_writes"), name="my-message"),
    path("my/<uuid:case_id>/confirmation/", answers.made("page_for", "confirm"), name="my-confirmation"),
    path("my/<uuid:case_id>/reopening/", answers.made("page_for", "reopen"), name="my-reopening"),
    path("my/<uuid:case_id>/breach/", answers.made("page_for", "report_breach"), name="my-breach"),
    path(
        "my/<uuid:case_id>/parts/<int:number>/confirmation/",
        answers.made("part_page_for", "confirm_part"),
        name="my-part-confirmation",
    ),
    path(
        "my/<uuid:case_id>/parts/<int:number>/breach/",
        answers.made("part_page_for", "breach_part"),
        name="my-part-breach",
    ),
    path("my/<uuid:case_id>/business/", answers.made("page_for", "correct_business"), name="my-business"),
    path(
        "my/<uuid:case_id>/negotiation-end/",
        answers.made("page_for", "end_negotiation"),
        name="my-negotiation-end",
    ),
    path("my/<uuid:case_id>/withdrawal/", answers.made("page_for", "withdraw"), name="my-withdrawal"),
]
