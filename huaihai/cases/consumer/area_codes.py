"""Area codes of the larger places outside the alliance: 12315 called with one reaches the regulator there."""

from typing import Final

from huaihai.kit import country

# By province where one code serves all of it, else by city. Others are not guessed: 12345 or 114 there know them.
_CODES: Final = {
    "11": "010", "12": "022", "31": "021", "50": "023", "1301": "0311", "1401": "0351", "2101": "024", "2102": "0411",
    "2201": "0431", "2301": "0451", "3201": "025", "3202": "0510", "3204": "0519", "3205": "0512", "3206": "0513",
    "3210": "0514", "3301": "0571", "3302": "0574", "3303": "0577", "3307": "0579", "3401": "0551", "3501": "0591",
    "3502": "0592", "3505": "0595", "3601": "0791", "3701": "0531", "3702": "0532", "4101": "0371", "4201": "027",
    "4301": "0731", "4401": "020", "4403": "0755", "4406": "0757", "4419": "0769", "4501": "0771", "4601": "0898",
    "5101": "028", "5201": "0851", "5301": "0871", "6101": "029", "6201": "0931", "6501": "0991",
}  # fmt: skip


def known() -> list[str]:
    """The places, as codes of two or four digits."""
    return list(_CODES)


def line(code: str) -> str:
    """What to dial from anywhere for the market regulator of this place."""
    area = _CODES.get(code[:4]) or _CODES.get(code[:2], "")
    hotline = country.word("hotline")
    return f"{area}-{hotline}" if area else hotline
