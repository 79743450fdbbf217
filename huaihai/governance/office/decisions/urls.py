"""What waits, meetings, motions, votes, minutes and duties, below /office/."""

from django.urls import URLPattern, path

from huaihai.governance import duties, waiting
from huaihai.governance.effects import pages as effects_pages
from huaihai.governance.meetings import pages as meetings_pages
from huaihai.governance.meetings import preparing
from huaihai.governance.meetings import room as meetings_room
from huaihai.governance.motions import pages, votes

urlpatterns: list[URLPattern] = [
    path("", waiting.home, name="office"),
    path("meetings/", meetings_pages.all_meetings, name="office-meetings"),
    path("meetings/plan/", preparing.plan, name="office-meeting-plan"),
    path("meetings/<uuid:pk>/", meetings_pages.one, name="office-meeting"),
    path("meetings/<uuid:pk>/details/", preparing.details, name="office-meeting-details"),
    path("meetings/<uuid:pk>/agenda/", preparing.agenda, name="office-meeting-agenda"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/removal/", preparing.removal, name="office-meeting-removal"),
    path("meetings/<uuid:pk>/papers/", preparing.papers, name="office-meeting-papers"),
    path("meetings/<uuid:pk>/papers/<uuid:paper>/", preparing.paper, name="office-meeting-paper"),
    path("meetings/<uuid:pk>/invitation/", preparing.invitation, name="office-meeting-invitation"),
    path("meetings/<uuid:pk>/cancellation/", preparing.cancellation, name="office-meeting-cancellation"),
    path("meetings/<uuid:pk>/continuation/", preparing.continuation, name="office-meeting-continuation"),
    path("meetings/<uuid:pk>/session/", meetings_room.session, name="office-meeting-session"),
    path("meetings/<uuid:pk>/adjournment/", meetings_room.adjournment, name="office-meeting-adjournment"),
    path("meetings/<uuid:pk>/end/", meetings_room.end, name="office-meeting-end"),
    path("meetings/<uuid:pk>/votes/<uuid:motion>/", meetings_room.vote, name="office-meeting-vote"),
    path("meetings/<uuid:pk>/seats/<str:key>/", meetings_room.seat, name="office-meeting-seat"),
    path("meetings/<uuid:pk>/seats/<str:key>/coming/", meetings_room.coming, name="office-meeting-coming"),
    path("meetings/<uuid:pk>/seats/<str:key>/leaving/", meetings_room.leaving, name="office-meeting-leaving"),
    path("meetings/<uuid:pk>/minutes/", meetings_room.of_meeting, name="office-meeting-minutes"),
    path("motions/", pages.all_motions, name="office-motions"),
    path("motions/draft/", pages.new, name="office-motion-new"),
    path("motions/<uuid:pk>/", pages.one, name="office-motion"),
    path("motions/<uuid:pk>/text/", pages.text, name="office-motion-text"),
    path("motions/<uuid:pk>/effects/", effects_pages.kinds, name="office-motion-effects"),
    path("motions/<uuid:pk>/effects/<slug:kind>/", effects_pages.add, name="office-motion-effect"),
    path(
        "motions/<uuid:pk>/effects/<int:place>/removal/",
        effects_pages.removal,
        name="office-motion-effect-removal",
    ),
    path("motions/<uuid:pk>/tabling/", pages.tabling, name="office-motion-tabling"),
    path("motions/<uuid:pk>/amendments/", pages.amendment, name="office-motion-amendment"),
    path("motions/<uuid:pk>/taking-over/", pages.taking_over, name="office-motion-taking-over"),
    path("motions/<uuid:pk>/withdrawal/", pages.withdrawal, name="office-motion-withdrawal"),
    path("motions/<uuid:pk>/written-vote/", votes.written, name="office-motion-written-vote"),
    path("motions/<uuid:pk>/breaking-off/", votes.breaking_off, name="office-motion-breaking-off"),
    path("motions/<uuid:pk>/count/", votes.counted, name="office-motion-count"),
    path("motions/<uuid:pk>/vote/", votes.vote, name="office-motion-vote"),
    path("motions/<uuid:pk>/vote/own/", votes.own, name="office-motion-own-vote"),
    path("motions/<uuid:pk>/vote/taking-back/", votes.taking_back, name="office-motion-taking-back"),
    path("motions/<uuid:pk>/minutes/", meetings_room.of_motion, name="office-motion-minutes"),
    path("minutes/<uuid:pk>/text/", meetings_room.text, name="office-minutes-text"),
    path("minutes/<uuid:pk>/filling-in/", meetings_room.filling_in, name="office-minutes-filling-in"),
    path("minutes/<uuid:pk>/approval/", meetings_room.approval, name="office-minutes-approval"),
    path("duties/", duties.all_duties, name="office-duties"),
    path("duties/new/", duties.new, name="office-duty-new"),
    path("duties/<uuid:pk>/", duties.one, name="office-duty"),
    path("duties/<uuid:pk>/done/", duties.done, name="office-duty-done"),
    path("duties/<uuid:pk>/dropping/", duties.dropping, name="office-duty-dropping"),
    path("duties/<uuid:pk>/opening/", duties.opening, name="office-duty-opening"),
]
