from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

door = views_of("huaihai.cases.passing.door")
pages = views_of("huaihai.cases.passing.pages")
guest_pages = views_of("huaihai.cases.passing.guest_pages")
peer_pages = views_of("huaihai.cases.passing.peer_pages")

urlpatterns: list[URLPattern] = [
    path(".well-known/case-passport.json", door.descriptor, name="passport-descriptor"),
    path("passport/messages", door.messages, name="passport-messages"),
    path("passport/evidence/<str:passport>/<str:sha256>", door.evidence, name="passport-evidence"),
    path("passport/answer/", guest_pages.answer, name="passport-answer"),
    path("passport/answer/case/", guest_pages.case, name="passport-answer-case"),
    path("desk/cases/<uuid:case_id>/passing/", pages.offer, name="desk-passing-new"),
    path("desk/passing/<uuid:passage_id>/", pages.passage, name="desk-passing"),
    path("desk/passing/<uuid:passage_id>/page/", pages.paper, name="desk-passing-page"),
    path("desk/passing/<uuid:passage_id>/<slug:noun>/", pages.act, name="desk-passing-act"),
    path("my/<uuid:case_id>/passing/", pages.own_passing, name="my-passing"),
    path("desk/peers/", peer_pages.peers, name="desk-peers"),
    path("desk/peers/<uuid:peer_id>/", peer_pages.peer, name="desk-peer"),
]
