from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.wechat.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("track/wechat/", pages.go, name="wechat-go"),
    path("track/wechat/back/", pages.back, name="wechat-back"),
    path("track/wechat/demo/", pages.demo, name="wechat-demo"),
    path("my/<uuid:case_id>/wechat/", pages.of_case, name="my-wechat"),
]
