from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.public import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("funds/", views.register, name="funds"),
    path("funds/how-it-works/", views.how, name="advance-payment"),
    path("funds/<uuid:fund_id>/", views.fund, name="fund"),
]
