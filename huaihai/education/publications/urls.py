from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

comparing = views_of("huaihai.education.publications.comparing")
pages = views_of("huaihai.education.publications.pages")
pictures = views_of("huaihai.education.publications.pictures")
writing = views_of("huaihai.education.publications.writing")
replies_pages = views_of("huaihai.education.replies.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.publications, name="office-publications"),
    path("new/", writing.choose, name="office-publication-new"),
    path("new/<slug:kind>/", writing.new, name="office-publication-write"),
    path("out/<slug:kind>/", pages.went_out, name="office-publications-out"),
    path("<uuid:pk>/", pages.publication, name="office-publication"),
    path("<uuid:pk>/text/", writing.text, name="office-publication-text"),
    path("<uuid:pk>/versions/", comparing.versions, name="office-publication-versions"),
    path("<uuid:pk>/pictures/", pictures.pictures, name="office-publication-pictures"),
    path("<uuid:pk>/replies/", replies_pages.replies, name="office-publication-replies"),
    path("<uuid:pk>/replies/name/", replies_pages.name, name="office-reply-name"),
    path("<uuid:pk>/replies/<uuid:reply_id>/letter/", replies_pages.letter, name="office-reply-letter"),
    path(
        "<uuid:pk>/replies/<uuid:reply_id>/",
        include(replies_pages.REPLIES.steps("office-reply", "asking answer removal")),
    ),
    path("<uuid:pk>/signature/", pages.signature, name="office-publication-signature"),
    path(
        "<uuid:pk>/",
        include(
            [
                *pages.EDITIONS.steps("office-publication", "review submission return dropping"),
                *pages.PUBLICATIONS.steps("office-publication", "opening correction withdrawal"),
            ]
        ),
    ),
]
