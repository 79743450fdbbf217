"""Addresses below /brands/: the catalogue and its entries; and the pages where stories and pictures are made."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.catalogue import embedding, entry_page, feed, pictures, views
from huaihai.brands.catalogue.making import holder, office

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,5})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/", views.catalogue, name="brands"),
    path("brands/print/", views.printed, name="brands-print"),
    path("brands/qr.svg", views.qr, name="brands-qr"),
    path("brands/feed.json", feed.feed, name="brands-feed"),
    path("brands/embed/", embedding.frame, name="embedded-brands"),
    path("brands/embedding/", embedding.embed, name="embed-brands"),
    re_path(rf"^brands/{NUMBER}/$", entry_page.entry, name="brand"),
    re_path(
        rf"^brands/{NUMBER}/pictures/(?P<picture>[1-9]\d{{0,3}})/$", pictures.picture, name="brand-picture"
    ),
    path("office/brands/<uuid:pk>/story/", office.story, name="office-brand-story"),
    path("office/brands/<uuid:pk>/pictures/", office.pictures, name="office-brand-pictures"),
    path("office/brands/story/<uuid:pk>/review/", office.story_review, name="office-brand-story-review"),
    path("office/brands/story/<uuid:pk>/end/", office.story_end, name="office-brand-story-end"),
    path(
        "office/brands/picture/<uuid:pk>/review/", office.picture_review, name="office-brand-picture-review"
    ),
    path("office/brands/picture/<uuid:pk>/end/", office.picture_end, name="office-brand-picture-end"),
    path("office/brands/picture/<uuid:pk>/front/", office.picture_front, name="office-brand-picture-front"),
    path("office/brands/picture/<uuid:pk>/", office.picture_seen, name="office-brand-picture"),
    path("business/brands/<uuid:pk>/story/", holder.story, name="business-brand-story"),
    path("business/brands/<uuid:pk>/pictures/", holder.pictures, name="business-brand-pictures"),
    path("business/brands/story/<uuid:pk>/end/", holder.story_end, name="business-brand-story-end"),
    path("business/brands/picture/<uuid:pk>/end/", holder.picture_end, name="business-brand-picture-end"),
    path(
        "business/brands/picture/<uuid:pk>/front/", holder.picture_front, name="business-brand-picture-front"
    ),
    path("business/brands/picture/<uuid:pk>/", holder.picture_seen, name="business-brand-picture"),
]
