"""Home, help and the map of the site; and of the record what leads to no row."""

from huaihai.front import guides
from tests.matrix.rows import always, city, rule

RULES = [
    rule(r"^bodies/<", lambda: [city()], code="region_code"),
    rule(r"^office/help/<", name=always(guides.NAMES[0])),
    rule(r"^sitemap-", section=always("pages")),
    rule(r"^receipts/", provider=always("aliyun"), word=always("0" * 32)),
    rule(r"^alliance/log/tile/", level=always("0"), place=always("000")),
    rule(r"^alliance/log/witnesses/", name=always("witness.example")),
]
