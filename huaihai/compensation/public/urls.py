from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.funds import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("funds/", public.register, name="funds"),
    path("funds/how-it-works/", public.how, name="advance-payment"),
    path("funds/<uuid:fund_id>/", public.fund, name="fund"),
]
