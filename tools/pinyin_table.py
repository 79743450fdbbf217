"""Write the readings of Chinese characters for the search by sound: one syllable a line, then its characters.

Run after a new version of pypinyin: `python tools/pinyin_table.py`. A character stands under its commonest reading, and
under a second one where people use it as often (`BOTH`). Characters: the first block of the Unicode standard (20,992).
"""

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

TABLE = Path(__file__).parents[1] / "huaihai" / "law" / "triage" / "data" / "pinyin.txt"
FIRST, LAST = 0x4E00, 0x9FFF
BOTH = {
    "行": "hang",
    "长": "chang",
    "重": "chong",
    "乐": "yue",
    "还": "huan",
    "调": "tiao",
    "传": "zhuan",
    "差": "chai",
}


def main() -> int:
    chars: dict[str, str] = defaultdict(str)
    for code in range(FIRST, LAST + 1):
        char = chr(code)
        reading = pinyin(char, style=Style.NORMAL, errors="ignore")
        if reading:
            chars[reading[0][0].replace("ü", "v")] += char
    for char, second in BOTH.items():
        if char not in chars[second]:
            chars[second] += char
    lines = [f"{syllable} {chars[syllable]}\n" for syllable in sorted(chars)]
    TABLE.write_text("".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
