from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, path

from huaihai.compensation.office import rules
from huaihai.compensation.statements import bank, matching, month
from huaihai.compensation.statements.sides import Page, for_business, for_officers

PAGES: tuple[tuple[str, Page, str], ...] = (
    ("bank/", bank.overview, "bank"),
    ("bank/preview/", bank.preview, "bank-preview"),
    ("bank/lines/<uuid:line_id>/match/", matching.match, "bank-match"),
    ("bank/lines/<uuid:line_id>/set-aside/", matching.set_aside, "bank-aside"),
    ("months/", month.latest, "months"),
    ("months/<int:year>-<int:number>/", month.page, "month"),
    ("months/<int:year>-<int:number>.xlsx", month.table, "month-table"),
    ("rules/new/", rules.new, "rules-new"),
    ("rules/<int:serial>/", rules.one, "rules"),
    ("rules/<int:serial>/dropped/", rules.drop, "rules-drop"),
)


def _on(name: str, guarded: Callable[[Page], Page]) -> Iterator[URLPattern]:
    for end, page, page_name in PAGES:
        yield path(f"{name}/funds/<uuid:fund_id>/{end}", guarded(page), name=f"{name}-fund-{page_name}")


urlpatterns: list[URLPattern | URLResolver] = [*_on("business", for_business), *_on("desk", for_officers)]
