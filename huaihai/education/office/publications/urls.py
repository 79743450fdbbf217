from django.urls import URLPattern, URLResolver, path

from huaihai.education.office.publications import (
    letters,
    lists,
    out,
    page,
    pictures,
    replies,
    steps,
    versions,
    writing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.publications, name="office-publications"),
    path("new/", writing.choose, name="office-publication-new"),
    path("new/<slug:kind>/", writing.new, name="office-publication-write"),
    path("out/<slug:kind>/", out.went_out, name="office-publications-out"),
    path("<uuid:pk>/", page.publication, name="office-publication"),
    path("<uuid:pk>/text/", writing.text, name="office-publication-text"),
    path("<uuid:pk>/versions/", versions.versions, name="office-publication-versions"),
    path("<uuid:pk>/pictures/", pictures.pictures, name="office-publication-pictures"),
    path("<uuid:pk>/replies/", replies.replies, name="office-publication-replies"),
    path("<uuid:pk>/replies/name/", replies.name, name="office-reply-name"),
    path("<uuid:pk>/replies/<uuid:reply_id>/asking/", replies.asking_it, name="office-reply-asking"),
    path("<uuid:pk>/replies/<uuid:reply_id>/answer/", replies.answer, name="office-reply-answer"),
    path("<uuid:pk>/replies/<uuid:reply_id>/removal/", replies.removal, name="office-reply-removal"),
    path("<uuid:pk>/replies/<uuid:reply_id>/letter/", letters.letter, name="office-reply-letter"),
    path("<uuid:pk>/<slug:noun>/", steps.step, name="office-publication-step"),
]
