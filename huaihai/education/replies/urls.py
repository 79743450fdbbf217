from django.urls import URLPattern, URLResolver, path

from huaihai.education.replies import business

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/replies/", business.replies, name="business-replies"),
    path("business/replies/<uuid:pk>/", business.reply, name="business-reply"),
]
