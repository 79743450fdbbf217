"""What the files of an alliance's pack hold: names, and what kind of value each takes. `?`: may be left out."""

from typing import Final

from huaihai.packs import kinds, words
from huaihai.packs.files import Shape
from huaihai.packs.kinds import Kind

MANIFEST: Final[Shape] = {
    "format": kinds.WHOLE,
    "name": kinds.TEXT,
    "kind": kinds.TEXT,
    "version": kinds.TEXT,
    "languages": kinds.LIST,
    "needs": kinds.LIST,
    "licence": kinds.TEXT,
    "part": [
        {"file": kinds.TEXT, "source": kinds.TEXT, "licence?": kinds.TEXT, "read_on?": kinds.DAY},
    ],
}
COUNTRY: Final[Shape] = {**MANIFEST, "zone": kinds.ZONE, "week": kinds.WEEK, "region": kinds.REGION}

_NAMED: Final[Shape] = {"key": kinds.TEXT, "zh": kinds.TEXT, "en": kinds.TEXT}
_SAID: Final[Shape] = {**_NAMED, "text_zh": kinds.TEXT, "text_en": kinds.TEXT}
_SOURCED: Final[Shape] = {"source": kinds.TEXT, "mark": kinds.MARK}
_MEASURE: Final[Shape] = {
    **_NAMED,
    "unit_zh": kinds.TEXT,
    "unit_en": kinds.TEXT,
    "how_zh": kinds.TEXT,
    "how_en": kinds.TEXT,
    "since?": kinds.DAY,
}

HEAD: Final[Shape] = {
    "name": kinds.TEXT,
    "name_en?": kinds.TEXT,
    "short_name": kinds.TEXT,
    "platform_name": kinds.TEXT,
    "platform_name_en": kinds.TEXT,
    "tagline": kinds.TEXT,
    "launched_on": kinds.DAY,
    "first_secretariat": kinds.CODE,
    "first_secretariat_source?": kinds.TEXT,
    "first_secretariat_mark?": kinds.MARK,
    "look?": {"seal?": kinds.SEAL, "accent?": kinds.COLOUR},
    "agreement?": [
        {
            "key": kinds.TEXT,
            "in_force_from": kinds.DAY,
            "name_zh": kinds.TEXT,
            "name_en": kinds.TEXT,
            **_SOURCED,
            "has_text?": kinds.YES,
        }
    ],
    "entering?": {"platforms": kinds.LIST, "source?": kinds.TEXT, "mark?": kinds.MARK},
    "fact?": [{"on?": kinds.DAY, "text_zh": kinds.TEXT, "text_en": kinds.TEXT, **_SOURCED}],
    "job?": [{**_SAID, **_SOURCED}],
    "heart?": [_SAID],
    "nine?": [{**_SAID, **_SOURCED, "measure?": [_MEASURE]}],
    "rota?": [{"city": kinds.CODE, "from_on": kinds.DAY, **_SOURCED}],
    "rule?": [
        {
            "name": kinds.TEXT,
            "title?": kinds.TEXT,
            "value": kinds.TEXT,
            "in_force_from": kinds.DAY,
            "source?": kinds.TEXT,
            "mark?": kinds.MARK,
        }
    ],
    "misprint?": [{"wrong": kinds.TEXT, "right": kinds.TEXT, "source": kinds.TEXT}],
    "demo?": {"home": kinds.CODE, "lead": kinds.CODE, "next_secretariat": kinds.CODE},
}

CITIES: Final[dict[str, Kind]] = {
    "code": kinds.CODE,
    "name": kinds.TEXT,
    "province": kinds.TEXT,
    "body_name": kinds.TEXT,
    "body_short": kinds.TEXT,
    "phone": kinds.PHONE,
    "address": kinds.ANY,
    "hours": kinds.ANY,
    "source": kinds.TEXT,
    "mark": kinds.MARK,
    "tile_column": kinds.SPOT,
    "tile_row": kinds.SPOT,
    "area_code?": kinds.AREA_CODE,
    "area_code_mark?": kinds.MARK,
    "population?": kinds.WHOLE,
    "population_mark?": kinds.MARK,
}
COUNTIES: Final[dict[str, Kind]] = {
    "city_code": kinds.CODE,
    "city": kinds.TEXT,
    "county_code": kinds.CODE,
    "county": kinds.TEXT,
    "official": kinds.FLAG,
}
CLOCKS: Final[dict[str, Kind]] = {
    "body": kinds.BODY,
    "limit": kinds.LIMIT,
    "what?": kinds.ANY,  # the same in words, for whoever reads the table
    "number": kinds.WHOLE,
    "unit": kinds.UNIT,
    "in_force_from": kinds.DAY,
    "source": kinds.TEXT,
    "mark": kinds.MARK,
}
LEVELS: Final = ("alliance", "city", "county", "station")
DUTIES: Final[dict[str, Kind]] = {
    "item": kinds.WHOLE,
    "zh": kinds.TEXT,
    "en": kinds.TEXT,
    "article": kinds.TEXT,
    "mark": kinds.MARK,
    **{f"{level}_{language}?": kinds.ANY for level in LEVELS for language in ("zh", "en")},
}
NOT_OURS: Final[dict[str, Kind]] = {
    "zh": kinds.TEXT,
    "en": kinds.TEXT,
    "whose_zh": kinds.TEXT,
    "whose_en": kinds.TEXT,
    "door?": kinds.ANY,
    "door_zh": kinds.TEXT,
    "door_en": kinds.TEXT,
    "article": kinds.TEXT,
    "mark": kinds.MARK,
}
PAPERS: Final[Shape] = {
    "pattern?": kinds.TEXT,
    "mark?": kinds.MARK,
    "short?": kinds.TABLE,
    "letterhead?": kinds.TABLE,
    "phrase?": [{"title": kinds.TEXT, "text": kinds.TEXT}],
}
TEXT: Final[Shape] = {
    "title": kinds.TEXT,
    "date": kinds.DAY,
    "source": kinds.TEXT,
    "mark": kinds.MARK,
    "summary?": kinds.TEXT,
    "basis?": kinds.LIST,
    "position?": kinds.WHOLE,
}
ENGLISH: Final[Shape] = {"of": kinds.TEXT, "title": kinds.TEXT, "summary": kinds.TEXT}
CALENDAR: Final[Shape] = {
    "made_up": kinds.YES,
    "holiday": [
        {
            "name": kinds.TEXT,
            "en": kinds.TEXT,
            "on": kinds.FESTIVAL,
            "days?": kinds.WHOLE,
            "before?": kinds.WHOLE,
        }
    ],
}
YEAR, DAY = (
    kinds.WHOLE,
    kinds.DAY,
)  # the columns of festivals.csv: a year, and each festival that calendar.toml names
PLACES: Final[dict[str, Kind]] = {"code": kinds.CODE, "name": kinds.TEXT}
ABOLISHED: Final[dict[str, Kind]] = {**PLACES, "until": kinds.WHOLE, "successor": kinds.CODE}

_WORD: Final[Shape] = {"zh": kinds.TEXT, "en": kinds.TEXT}
_NUMBER: Final[Shape] = {
    "pattern": kinds.PATTERN,
    "written": kinds.PATTERN,
    "check": kinds.CHECK,
    "example": kinds.TEXT,
}
WORDS: Final[Shape] = {
    "money": {
        "code": kinds.TEXT,
        "sign": kinds.TEXT,
        "decimals": kinds.DECIMALS,
        **_WORD,
        "smallest_zh": kinds.TEXT,
        "smallest_en": kinds.TEXT,
        "typed": kinds.LIST,
    },
    "telephone": {
        "code": kinds.TEXT,
        "digits": kinds.WHOLE,
        **dict.fromkeys(("mobile", "landline", "short", "public", "hidden"), kinds.PATTERN),
    },
    "business_number": {**_NUMBER, "sole_trader?": kinds.TEXT},
    "person_number": _NUMBER,
    "word": dict.fromkeys(words.WORDS, _WORD),
    "cited": dict.fromkeys(words.CITED, kinds.TEXT),
    "language?": kinds.TABLE,
}
_RULE: Final[dict[str, Kind]] = {
    "zh": kinds.TEXT,
    "en": kinds.TEXT,
    "article": kinds.TEXT,
    "mark": kinds.MARK,
}
_FROM: Final[dict[str, Kind]] = {"in_force_from?": kinds.DAY}
_ADVICE: Final[dict[str, Kind]] = {"advice_zh?": kinds.TEXT, "advice_en?": kinds.TEXT}
# The law of a country: a row with nothing but its name says that there is no such rule.
TABLES: Final[dict[str, dict[str, Kind]]] = {
    "limits.csv": {
        "name": kinds.TEXT,
        "number": kinds.WHOLE,
        "unit": kinds.UNIT,
        **_FROM,
        "in_force_until?": kinds.DAY,
        "adopted_by_body?": kinds.FLAG,
        **_RULE,
    },
    "remedies.csv": {
        "code": kinds.TEXT,
        **_RULE,
        "for_goods_only?": kinds.FLAG,
        "asks_zh": kinds.TEXT,
        "asks_en": kinds.TEXT,
        "hint_zh?": kinds.TEXT,
        "hint_en?": kinds.TEXT,
    },
    "ways.csv": {"code": kinds.TEXT, **_RULE, "advice_zh": kinds.TEXT, "advice_en": kinds.TEXT},
    "replies.csv": {
        "code": kinds.TEXT,
        "sort": kinds.REPLY,
        "zh": kinds.TEXT,
        "en": kinds.TEXT,
        "needs_words?": kinds.FLAG,
        "since": kinds.DAY,
        "until?": kinds.DAY,
    },
    "grounds.csv": {
        "code": kinds.TEXT,
        "purpose": kinds.PURPOSE,
        "channel": kinds.CHANNEL,
        **_RULE,
        **_FROM,
        "in_force_until?": kinds.DAY,
        **_ADVICE,
    },
    "kinds.csv": {
        "code": kinds.TEXT,
        "sort": kinds.SORT,
        "zh": kinds.TEXT,
        "en": kinds.TEXT,
        "mark": kinds.MARK,
        "roles?": kinds.ROLES,
        "asks_zh?": kinds.TEXT,
        "asks_en?": kinds.TEXT,
        "fits?": kinds.TEXT,
        "proof_zh?": kinds.TEXT,
        "proof_en?": kinds.TEXT,
    },
    "amounts.csv": {
        "name": kinds.TEXT,
        "number": kinds.WHOLE,
        "article": kinds.TEXT,
        "what?": kinds.TEXT,
    },
    "beyond.csv": {"code": kinds.TEXT, "zh": kinds.TEXT, "en": kinds.TEXT, "article": kinds.TEXT},
    "repealed.csv": {"name": kinds.TEXT, "until": kinds.DAY, "by": kinds.TEXT, "stated_in": kinds.TEXT},
    "rules.csv": {"code": kinds.TEXT, **_RULE, "value_zh?": kinds.TEXT, "value_en?": kinds.TEXT},
    "area_codes.csv": {"code": kinds.TEXT, "area_code": kinds.AREA_CODE},
    "bought.csv": {"code": kinds.TEXT, "zh": kinds.TEXT, "en": kinds.TEXT, "kinds": kinds.TEXT},
    "pointers.csv": {"name": kinds.TEXT, "when?": kinds.WHEN, **_RULE, **_FROM},
    "prepaid.csv": {"name": kinds.TEXT, "place?": kinds.TEXT, **_RULE, **_FROM},
    "routes.csv": {"name": kinds.TEXT, "code": kinds.TEXT, **_RULE, **_FROM},
}

# The yearly sheet of a country's own action: its name and years, its parts, and a row for each number. A row without
# `counts` has no number on this platform; `elsewhere` says who has one.
YEARLY_SHEET: Final[dict[str, Kind]] = {
    "sort": kinds.SHEET_ROW,
    "code": kinds.TEXT,
    "zh": kinds.TEXT,
    "en": kinds.TEXT,
    "counts?": kinds.TEXT,
    "unit_zh?": kinds.TEXT,
    "unit_en?": kinds.TEXT,
    "elsewhere_zh?": kinds.TEXT,
    "elsewhere_en?": kinds.TEXT,
    "article": kinds.TEXT,
    "mark": kinds.MARK,
    "from_year?": kinds.WHOLE,
    "until_year?": kinds.WHOLE,
}

# Which file must be there, and what else the folder may hold.
MUST: Final = ("pack.toml", "alliance.toml", "cities.csv", "counties.csv", "clocks.csv")
# The register of unfair clauses, if a country has one.
CLAUSES: Final[dict[str, dict[str, Kind]]] = {
    "clauses/trades.csv": {"code": kinds.TEXT, "zh": kinds.TEXT, "en": kinds.TEXT, "kind": kinds.TEXT},
    "clauses/register.csv": {
        "code": kinds.TEXT,
        "trades": kinds.TEXT,
        "zh": kinds.TEXT,
        "en": kinds.TEXT,
        "wordings": kinds.TEXT,
        "article": kinds.TEXT,
        "mark": kinds.MARK,
        **_FROM,
        "why": kinds.TEXT,
        "fair": kinds.TEXT,
    },
    "clauses/examples.csv": {"code": kinds.TEXT, "sentence": kinds.TEXT},
}
COUNTRY_MUST: Final = (
    *("pack.toml", "holidays", "calendar.toml", "places.csv", "abolished_places.csv"),
    *("rights", "duties.csv", "not_ours.csv", "papers.toml", "platforms.toml", "library", "triage", *TABLES),
    *(
        "words.toml",
        "consumer_words.toml",
        "lists.toml",
        "satisfaction.toml",
        "praise.json",
        "example_test.json",
    ),
)
COUNTRY_MAY: Final = ("lessons", "clauses", "yearly_sheet.csv")
MAY: Final = (
    "duties.csv",
    "not_ours.csv",
    "papers.toml",
    "SOURCES.md",
    "favicon.ico",
    "card.png",
    "announcements",
    "rights",
    "lessons",
    "demo",
)
