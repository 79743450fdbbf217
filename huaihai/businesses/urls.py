"""Addresses of businesses: the register, the fast channel, what they say to everybody, their own pages and systems."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

application = views_of("huaihai.businesses.channel.application")
own = views_of("huaihai.businesses.channel.own")
push = views_of("huaihai.businesses.channel.push")
sending = views_of("huaihai.businesses.channel.sending")
channel_office = views_of("huaihai.businesses.channel.office")
connecting_pages = views_of("huaihai.businesses.connecting.pages")
people_pages = views_of("huaihai.businesses.people.pages")
pledges_office = views_of("huaihai.businesses.pledges.office")
pledges_pages = views_of("huaihai.businesses.pledges.pages")
pledges_public = views_of("huaihai.businesses.pledges.public")
posters_pages = views_of("huaihai.businesses.posters.pages")
profile_pages = views_of("huaihai.businesses.profile.pages")
register_pages = views_of("huaihai.businesses.register.pages")
stalls_pages = views_of("huaihai.businesses.stalls.pages")
standing_pages = views_of("huaihai.businesses.standing.pages")

ONE = "business/connections/<uuid:connection_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/", pledges_public.register, name="pledges"),
    path("pledges/business/<uuid:business_id>/", pledges_public.business, name="pledge-business"),
    path("pledges/version/<uuid:version_id>/", pledges_public.version, name="pledge-version"),
    path("p/<str:code>/", posters_pages.poster, name="poster"),
    path("p/<str:code>/report/", posters_pages.report, name="poster-report"),
    path("business/pledges/", pledges_pages.own, name="business-pledges"),
    path("business/pledges/new/", pledges_pages.new, name="business-pledge-new"),
    path("business/pledges/<uuid:pledge_id>/end/", pledges_pages.end, name="business-pledge-end"),
    path("business/pledges/<uuid:business_id>/<slug:kind>/", pledges_pages.write, name="business-pledge"),
    path("business/posters/", posters_pages.own, name="business-posters"),
    path("business/posters/new/", posters_pages.new, name="business-poster-new"),
    path("business/posters/<uuid:poster_id>/", posters_pages.printed, name="business-poster"),
    path("business/posters/<uuid:poster_id>/qr.svg", posters_pages.qr, name="business-poster-qr"),
    path("business/posters/<uuid:poster_id>/ending/", posters_pages.end, name="business-poster-end"),
    path("desk/pledges/", pledges_office.overview, name="desk-pledges"),
    path("desk/pledges/<uuid:pledge_id>/display/", pledges_office.display, name="desk-pledge-display"),
    path("desk/poster-reports/<uuid:report_id>/", pledges_office.report, name="desk-poster-report"),
    path("businesses/<uuid:business_id>/", profile_pages.profile, name="business-profile"),
    path("business/corrections/", profile_pages.corrections, name="business-corrections"),
    path("desk/corrections/", profile_pages.office_corrections, name="desk-corrections"),
    path("desk/corrections/<uuid:correction_id>/", profile_pages.correction, name="desk-correction"),
    path("desk/corrections/<uuid:correction_id>/proof/", profile_pages.proof, name="desk-correction-proof"),
    path("desk/businesses/", register_pages.LIST.view, name="businesses"),
    path("desk/businesses/<uuid:business_id>/", register_pages.business, name="business"),
    path("desk/businesses/<uuid:business_id>/credit-code/", register_pages.code, name="business-code"),
    path("desk/businesses/<uuid:business_id>/merger/", register_pages.merger, name="business-merger"),
    path(
        "desk/businesses/<uuid:business_id>/places/<uuid:place_id>/",
        register_pages.place,
        name="business-place",
    ),
    path(
        "desk/businesses/<uuid:business_id>/representatives/",
        register_pages.representatives,
        name="business-representatives",
    ),
    path(
        "desk/businesses/<uuid:business_id>/representatives/<int:representative_id>/end/",
        register_pages.end_of_representation,
        name="business-representative-end",
    ),
    path("standing-offers/<uuid:offer_id>/", standing_pages.offer, name="standing-offer"),
    path("standing-offers/<uuid:offer_id>.json", standing_pages.as_json, name="standing-offer-json"),
    path("business/standing-offers/", standing_pages.LIST.view, name="business-standing"),
    path("business/standing-offers/new/", standing_pages.new, name="business-standing-new"),
    path(
        "business/standing-offers/<uuid:offer_id>/",
        standing_pages.business_offer,
        name="business-standing-offer",
    ),
    path(
        "business/standing-offers/<uuid:offer_id>/version/",
        standing_pages.version,
        name="business-standing-version",
    ),
    path("business/standing-offers/<uuid:offer_id>/end/", standing_pages.end, name="business-standing-end"),
    path("join/", application.join, name="join"),
    path("join/business/", application.business, name="join-business"),
    path("join/places/", application.places, name="join-places"),
    path("join/contact/", application.contact, name="join-contact"),
    path("join/code/", application.code, name="join-code"),
    path("join/check/", sending.check, name="join-check"),
    path("join/received/", sending.received, name="join-received"),
    path("join/look-up/", sending.look_up, name="join-look-up"),
    path("join/application/", sending.progress, name="join-application"),
    path("join/application/account/", sending.account, name="join-account"),
    path("business/channel/", own.channel, name="business-channel"),
    path("business/channel/notice/", own.notice, name="business-channel-notice"),
    path("business/channel/stay/", own.stay, name="business-channel-stay"),
    path("business/channel/return/", own.come_back, name="business-channel-return"),
    path("business/people/", people_pages.people, name="business-people"),
    path("business/people/<int:representative_id>/role/", people_pages.role, name="business-person-role"),
    path("business/people/<int:representative_id>/link/", people_pages.link, name="business-person-link"),
    path("business/people/<int:representative_id>/end/", people_pages.end, name="business-person-end"),
    path("business/stalls/", stalls_pages.stalls, name="business-stalls"),
    path("business/stalls/<uuid:stall_id>/end/", stalls_pages.end, name="business-stall-end"),
    path("business/connections/", connecting_pages.LIST.view, name="business-connections"),
    path("business/connections/new/", connecting_pages.new, name="business-connection-new"),
    path(ONE, connecting_pages.connection, name="business-connection"),
    path(f"{ONE}key/", connecting_pages.key, name="business-connection-key"),
    path(ONE, include(connecting_pages.CONNECTIONS.steps("business-connection", "address end"))),
    path(f"{ONE}test/", connecting_pages.test_message, name="business-connection-test"),
    path(f"{ONE}changes/<uuid:change_id>/again/", connecting_pages.again, name="business-connection-again"),
    path("desk/joining/", channel_office.LIST.view, name="desk-joining"),
    path("desk/joining/stalls/", stalls_pages.LIST.view, name="desk-stalls"),
    path("desk/joining/stalls/<uuid:stall_id>/", stalls_pages.office_stall, name="desk-stall"),
    path("desk/joining/stalls/<uuid:stall_id>/end/", stalls_pages.office_end, name="desk-stall-end"),
    path("desk/joining/<uuid:enrolment_id>/", channel_office.enrolment, name="desk-enrolment"),
    path("desk/joining/<uuid:enrolment_id>/contact/", channel_office.contact, name="desk-enrolment-contact"),
    path(
        "desk/joining/<uuid:enrolment_id>/managers/<int:representative_id>/link/",
        channel_office.link,
        name="desk-enrolment-link",
    ),
    path(
        "desk/joining/<uuid:enrolment_id>/",
        include(channel_office.ENROLMENTS.by_noun("desk-enrolment-decision")),
    ),
    path("desk/push/", push.push, name="desk-push"),
    path("desk/push/<uuid:business_id>/", push.business, name="desk-push-business"),
    path("desk/push/<uuid:business_id>/answer/", push.answer, name="desk-push-answer"),
    path("desk/push/<uuid:business_id>/letter/", push.letter, name="desk-push-letter"),
]
