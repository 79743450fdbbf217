"""Bytes in the letters of Bech32 (BIP 173), in which age writes its keys. Reading is left to age."""

from typing import Final

LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
BITS: Final = 5
CHECKSUM_LENGTH: Final = 6


def encode(prefix: str, content: bytes) -> str:
    """`prefix`, the separator, the content and the checksum over both."""
    data = _fives(content)
    expanded = [ord(letter) >> BITS for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    rest = _remainder([*expanded, *data, *[0] * CHECKSUM_LENGTH]) ^ 1
    checksum = [rest >> BITS * place & 31 for place in reversed(range(CHECKSUM_LENGTH))]
    return f"{prefix}1{''.join(LETTERS[one] for one in (*data, *checksum))}"


def _fives(content: bytes) -> list[int]:
    """Five bits at a time, the last filled up with zeros."""
    count = -(-len(content) * 8 // BITS)
    number = int.from_bytes(content) << (count * BITS - len(content) * 8)
    return [number >> BITS * place & 31 for place in reversed(range(count))]


def _remainder(values: list[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << BITS ^ value
        for place, factor in enumerate(GENERATOR):
            if top >> place & 1:
                rest ^= factor
    return rest
