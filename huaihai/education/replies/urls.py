from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

business = views_of("huaihai.education.replies.business")

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/replies/", business.replies, name="business-replies"),
    path("business/replies/<uuid:pk>/", business.reply, name="business-reply"),
]
