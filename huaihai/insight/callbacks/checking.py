"""Drawing again: whether frame, beacon, seed and sample of a kept round fit each other."""

from huaihai.insight.callbacks import lots
from huaihai.insight.callbacks.actions.drawing import counts_of, sizes_of
from huaihai.insight.callbacks.beacons import Beacon, why_wrong
from huaihai.insight.models import CallRound


def findings(held: CallRound) -> list[str]:
    """What does not fit, in plain words; empty if the same sample comes out."""
    frame: list[list[str]] = held.frame.rows
    found = []
    if lots.frame_hash(frame) != held.frame_hash or len(frame) != held.frame_size:
        found.append("the frame has another fingerprint")
    if wrong := why_wrong(Beacon(held.beacon_event, held.beacon_hash), held.drawn_at):
        found.append(f"the beacon: {wrong}")
    if lots.seed_of(held.quarter, frame=held.frame_hash, beacon=held.beacon_hash) != held.seed:
        found.append("the seed does not follow from frame and beacon")
    counts = counts_of(frame)
    if held.strata != {city: [size, counts[city]] for city, size in sizes_of(frame).items()}:
        found.append("the numbers by city are others")
    drawn = [str(case) for case in held.calls.order_by("stratum", "rank").values_list("case_id", flat=True)]
    if lots.drawn(held.seed, frame, counts) != drawn:
        found.append("another sample is drawn")
    return found
