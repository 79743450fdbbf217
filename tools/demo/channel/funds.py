"""Three funds: one of a scenic area that pays at once, one of a market, and one that has run low."""

from dataclasses import dataclass

from demo.channel.joined import Joined
from demo.channel.scene import Firm, Scene, texts
from huaihai.alliance import City
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.funds.rules import Rules
from huaihai.compensation.models import Fund
from huaihai.law.sureness import Sureness

SCENIC_FEN, MARKET_FEN, STALL_FEN, SMALL_FEN = 5_000_000, 3_000_000, 50_000, 120_000


@dataclass(frozen=True)
class Books:
    """The funds whose claims the demo plays."""

    scenic: Fund
    market: Fund


def play(scene: Scene, joined: Joined) -> Books:
    """They are opened, two people decide their rules, and money is paid in."""
    scenic = _open(
        scene, "scenic", joined.scenic, scene.home, Fund.OwnerType.SCENIC,
        covers="beneath", grounds=("standing_offer", "settlement", "scenic"),
        deposit_fen=SCENIC_FEN, minimum_fen=2_000_000, per_claim_cap_fen=200_000, per_day_cap_fen=1_000_000,
        at_once_cap_fen=20_000, at_once_per_day_cap_fen=200_000, recourse_days=None, suspend_after_days=15,
    )  # fmt: skip
    market = _open(
        scene, "market", joined.market, scene.lead, Fund.OwnerType.MARKET,
        covers="beneath", grounds=("settlement", "mediation", "pledge"),
        deposit_fen=STALL_FEN, minimum_fen=1_000_000, per_claim_cap_fen=200_000, per_day_cap_fen=500_000,
        recourse_days=30, suspend_after_days=15,
    )  # fmt: skip
    small = _open(
        scene, "small", joined.small, scene.home, Fund.OwnerType.BUSINESS,
        covers="owner", grounds=("settlement",),
        deposit_fen=SMALL_FEN, minimum_fen=100_000, per_claim_cap_fen=50_000, per_day_cap_fen=50_000,
        recourse_days=None, suspend_after_days=10,
    )  # fmt: skip
    _pay_in(scene, scenic, joined.scenic, SCENIC_FEN)
    _pay_in(scene, market, joined.market, MARKET_FEN)
    for stall in joined.stalls:
        _pay_in(scene, market, joined.market, STALL_FEN, stall)
    # The restaurant's rules ask for more than it paid in: the badge is lost by the demo's day.
    _pay_in(scene, small, joined.small, 60_000)
    return Books(scenic, market)


def _open(scene: Scene, name: str, firm: Firm, city: City, kind: Fund.OwnerType, **rules: object) -> Fund:
    words = {key: text.format(city=city.name) for key, text in texts()["fund"][name].items()}
    fund = funds_verbs.open_fund(
        name=words["name"],
        owner_type=kind,
        owner=firm.business,
        body=scene.body(city),
        held_at=words["held_at"],
        is_demo=True,
        by=scene.head(city),
        at=scene.at(-175),
    )
    asked = Rules(
        from_on=scene.at(-174).date(),
        basis_kind="committed",
        basis=words["basis"],
        basis_on=scene.at(-176).date(),
        sureness=Sureness.READ.value,
        text=words["text"],
        **rules,  # type: ignore[arg-type]  # the caller names each of them
    )
    proposed = funds_verbs.propose_terms(fund, asked, by=firm.manager, at=scene.at(-175, 10))
    funds_verbs.confirm_terms(
        proposed, hash_seen=proposed.text_hash, by=scene.head(city), at=scene.at(-174, 10)
    )
    return fund


def _pay_in(scene: Scene, fund: Fund, firm: Firm, fen: int, stall: Firm | None = None) -> None:
    funds_verbs.deposit(
        fund,
        fen=fen,
        business=stall.business if stall else None,
        value_on=scene.at(-173).date(),
        by=firm.manager,
        at=scene.at(-173, 11),
    )
