from django.urls import URLPattern, URLResolver, path

from huaihai.education.business import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/replies/", views.replies, name="business-replies"),
    path("business/replies/<uuid:pk>/", views.reply, name="business-reply"),
]
