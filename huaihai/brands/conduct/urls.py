"""Addresses of conduct: the public log, the proceedings for staff and for the business."""

from django.urls import URLPattern, URLResolver, include, path

from huaihai.kit.late_views import views_of

holder = views_of("huaihai.brands.conduct.holder")
office = views_of("huaihai.brands.conduct.office")
public = views_of("huaihai.brands.conduct.public")

OFFICE = "office/brands"
OWN = "business/brands/proceedings/<uuid:pk>"
ONE = f"{OFFICE}/proceedings/<uuid:pk>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brands/log/", public.log, name="brand-log"),
    path("brands/log/feed.atom", public.feed, {"form": "atom"}, name="brand-log-atom"),
    path("brands/log/feed.json", public.feed, {"form": "json"}, name="brand-log-json"),
    path(f"{OFFICE}/proceedings/", office.LIST.view, name="office-brand-proceedings"),
    path(f"{ONE}/", office.proceeding, name="office-brand-proceeding"),
    path(
        f"{ONE}/",
        include(office.PROCEEDINGS.steps("office-brand-proceeding", "hearing minutes motion decision")),
    ),
    path(f"{ONE}/vote/", office.vote, name="office-brand-proceeding-vote"),
    path(f"{OFFICE}/<uuid:pk>/conduct-report/", office.report, name="office-brand-conduct-report"),
    path(
        f"{OFFICE}/conduct-reports/<uuid:pk>/",
        include(office.REPORTS.steps("office-brand-conduct-report", "decision")),
    ),
    path(f"{OFFICE}/statement-files/<uuid:pk>/", office.statement_file, name="office-brand-statement-file"),
    path(f"{OWN}/", holder.proceeding, name="business-brand-proceeding"),
    *(
        path(f"{OWN}/{key}/", holder.saying, {"key": key}, name=f"business-brand-{key}")
        for key in ("statement", "remedy", "appeal")
    ),
    path(
        "business/brands/statement-files/<uuid:pk>/",
        holder.statement_file,
        name="business-brand-statement-file",
    ),
]
