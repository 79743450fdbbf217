from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

letters = views_of("huaihai.cases.triage.letters")
pages = views_of("huaihai.cases.triage.pages")
sums = views_of("huaihai.cases.triage.sums")

urlpatterns: list[URLPattern] = [
    path("triage/", pages.start, name="triage"),
    path("triage/danger/", pages.danger, name="triage-danger"),
    path("triage/paid/", pages.paid, name="triage-paid"),
    path("triage/paid/<slug:picture_id>/", pages.paid_for, name="triage-paid-for"),
    path("triage/doubtful/", pages.doubtful, name="triage-doubtful"),
    path("triage/unpaid/", pages.unpaid, name="triage-unpaid"),
    path("triage/unpaid/<slug:group>/", pages.unpaid_for, name="triage-unpaid-for"),
    path("triage/<str:card_id>/", pages.card, name="triage-card"),
    path("triage/<str:card_id>/question/", pages.split, name="triage-split"),
    path("triage/<str:card_id>/letter/", letters.letter, name="triage-letter"),
    path("sums/", sums.index, name="sums"),
    path("sums/<slug:slug>/", sums.one, name="sum"),
]
