from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.funds import office
from huaihai.compensation.funds.sides import Page, for_business, for_officers
from huaihai.compensation.statements import month, pages

PAGES: tuple[tuple[str, Page, str], ...] = (
    ("bank/", pages.overview, "bank"),
    ("bank/preview/", pages.preview, "bank-preview"),
    ("bank/lines/<uuid:line_id>/match/", pages.match, "bank-match"),
    ("bank/lines/<uuid:line_id>/set-aside/", pages.set_aside, "bank-aside"),
    ("months/", month.latest, "months"),
    ("months/<int:year>-<int:number>/", month.page, "month"),
    ("months/<int:year>-<int:number>.xlsx", month.table, "month-table"),
    ("rules/new/", office.new_rules, "rules-new"),
    ("rules/<int:serial>/", office.one_rules, "rules"),
    ("rules/<int:serial>/dropped/", office.drop_rules, "rules-drop"),
)


def _on(name: str, guarded: Callable[[Page], Page]) -> Iterator[URLPattern]:
    for end, page, page_name in PAGES:
        yield path(f"{name}/funds/<uuid:fund_id>/{end}", guarded(page), name=f"{name}-fund-{page_name}")


urlpatterns: list[URLPattern | URLResolver] = [*_on("business", for_business), *_on("desk", for_officers)]
