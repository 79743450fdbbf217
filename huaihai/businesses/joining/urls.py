from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.joining import application, own, people, received, sending, stalls

urlpatterns: list[URLPattern | URLResolver] = [
    path("join/", application.join, name="join"),
    path("join/business/", application.business, name="join-business"),
    path("join/places/", application.places, name="join-places"),
    path("join/contact/", application.contact, name="join-contact"),
    path("join/code/", application.code, name="join-code"),
    path("join/check/", sending.check, name="join-check"),
    path("join/received/", received.received, name="join-received"),
    path("join/look-up/", received.look_up, name="join-look-up"),
    path("join/application/", received.application, name="join-application"),
    path("join/application/account/", received.account, name="join-account"),
    path("business/channel/", own.channel, name="business-channel"),
    path("business/channel/notice/", own.notice, name="business-channel-notice"),
    path("business/channel/stay/", own.stay, name="business-channel-stay"),
    path("business/channel/return/", own.come_back, name="business-channel-return"),
    path("business/people/", people.people, name="business-people"),
    path("business/people/<int:representative_id>/role/", people.role, name="business-person-role"),
    path("business/people/<int:representative_id>/link/", people.link, name="business-person-link"),
    path("business/people/<int:representative_id>/end/", people.end, name="business-person-end"),
    path("business/stalls/", stalls.stalls, name="business-stalls"),
    path("business/stalls/<uuid:stall_id>/end/", stalls.end, name="business-stall-end"),
]
