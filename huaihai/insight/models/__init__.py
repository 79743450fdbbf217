"""What the room stores: counts, releases; then each subject's own rows."""

from huaihai.insight.models.releases import Cell, Release
from huaihai.insight.models.rollups import DayCount, DayCounted, MixCount, MonthCount

__all__ = ["Cell", "DayCount", "DayCounted", "MixCount", "MonthCount", "Release"]
