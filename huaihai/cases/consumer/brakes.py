"""The brakes of the consumer's pages; what a brake is, `kit.brakes` tells."""

from huaihai.kit.brakes import Brake

__all__ = ["Brake"]
