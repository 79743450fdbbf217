"""Drawing again: whether frame, beacon, seed and files of a kept round fit each other."""

from huaihai.insight.callbacks import lots
from huaihai.insight.callbacks.beacons import Beacon, why_wrong
from huaihai.insight.models import RedecisionRound
from huaihai.insight.redecisions import framing


def findings(held: RedecisionRound) -> list[str]:
    """What does not fit, in plain words; empty if the files are those that are drawn (or some of them: files for which
    no two people were found stay out)."""
    frame: list[list[str]] = held.frame.rows
    found = []
    if lots.frame_hash(frame) != held.frame_hash or len(frame) != held.frame_size:
        found.append("the frame has another fingerprint")
    if wrong := why_wrong(Beacon(held.beacon_event, held.beacon_hash), held.drawn_at):
        found.append(f"the beacon: {wrong}")
    seed = lots.seed_of(f"re-decisions-{held.year}", frame=held.frame_hash, beacon=held.beacon_hash)
    if seed != held.seed:
        found.append("the seed does not follow from frame and beacon")
    kept = {str(case) for case in held.files.values_list("case", flat=True)}
    if not kept <= set(framing.sample_of(held.seed, frame, wanted=held.wanted)):
        found.append("other files are drawn")
    return found
