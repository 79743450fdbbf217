from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.channel import application, own
from huaihai.businesses.channel import sending as channel_sending
from huaihai.businesses.people import pages as people_pages
from huaihai.businesses.stalls import pages as stalls_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("join/", application.join, name="join"),
    path("join/business/", application.business, name="join-business"),
    path("join/places/", application.places, name="join-places"),
    path("join/contact/", application.contact, name="join-contact"),
    path("join/code/", application.code, name="join-code"),
    path("join/check/", channel_sending.check, name="join-check"),
    path("join/received/", channel_sending.received, name="join-received"),
    path("join/look-up/", channel_sending.look_up, name="join-look-up"),
    path("join/application/", channel_sending.progress, name="join-application"),
    path("join/application/account/", channel_sending.account, name="join-account"),
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
]
