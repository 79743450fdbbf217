"""Notes, checkpoints and cosignatures as C2SP writes them down."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from huaihai.record.log import notes
from huaihai.record.log.notes import BadNote, Checkpoint, Key, Note

# The example of c2sp.org/signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# Of c2sp.org/tlog-cosignature: its lines alone, no key stands beside them.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE"
    "+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe"
    "+mbIUBkBIfZ+qnA==\n"
)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = Checkpoint("example.cn/alliance/log", 7, bytes(32))


def test_the_example_of_the_specification_is_read_and_checked() -> None:
    key, note = Key.read(VKEY), notes.read(EXAMPLE)
    assert key.vkey == VKEY
    assert note.among([key]) == key
    assert note.written == EXAMPLE


def test_the_time_of_a_cosignature_is_read() -> None:
    note = notes.read(COSIGNED)
    assert note.signatures[1].at == 1679315147
    assert Checkpoint.read(note.text).size == 20852163
    assert note.written == COSIGNED


@given(st.data())
def test_an_altered_note_is_refused(data: st.DataObject) -> None:
    key = Key.of("example.cn/log", notes.SIGNATURE, PRIVATE)
    written = Note(HEAD.text, (notes.sign(HEAD.text, key.name, PRIVATE),)).written
    place = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda one: one != written[place]))
    try:
        found = notes.read(written[:place] + other + written[place + 1 :])
        found.among([key])
    except BadNote:
        return
    pytest.fail(f"a change at {place} was not seen")


def test_a_cosignature_holds_for_its_second_and_its_head() -> None:
    key = Key.of("xuzhou.example/witness", notes.COSIGNATURE, PRIVATE)
    signed = notes.cosign(HEAD.text, key.name, PRIVATE, at=1_800_000_000)
    assert Note(HEAD.text, (signed,)).signed_by(key) == signed
    later = notes.Signature(key.name, key.id, (1_800_000_001).to_bytes(8) + signed.value[8:])
    for text, line in ((HEAD.text, later), (Checkpoint(HEAD.origin, 8, HEAD.root).text, signed)):
        with pytest.raises(BadNote, match="does not fit"):
            Note(text, (line,)).signed_by(key)


def test_a_plain_signature_is_no_cosignature() -> None:
    """One key of two kinds has two ids."""
    plain, timed = (Key.of("a", kind, PRIVATE) for kind in (notes.SIGNATURE, notes.COSIGNATURE))
    assert plain.id != timed.id
    assert Note(HEAD.text, (notes.sign(HEAD.text, "a", PRIVATE),)).signed_by(timed) is None


def test_strangers_do_not_make_a_note_trusted() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    note = Note(HEAD.text, (notes.sign(HEAD.text, HEAD.origin, stranger),))
    with pytest.raises(BadNote, match="not signed with a key that is trusted"):
        note.among([Key.of(HEAD.origin, notes.SIGNATURE, PRIVATE)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "example.cn\n",
        "example.cn\n1\n",
        f"example.cn\n01\n{HEAD.text.splitlines()[2]}\n",
        f"example.cn\n-1\n{HEAD.text.splitlines()[2]}\n",
        f"example.cn\n1_0\n{HEAD.text.splitlines()[2]}\n",
        f"example.cn\n٣\n{HEAD.text.splitlines()[2]}\n",
        f"example.cn\n{2**63}\n{HEAD.text.splitlines()[2]}\n",
        "example.cn\n1\nAAAA\n",
        "example.cn\n1\nnot base64\n",
        f"{HEAD.text}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.read(text)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n\n",
        "a\n\n— b\n",
        "a\n\n— b c\n",
        "a\n\n- b AAAAAAAAAA==\n",
        "a\t\n\n— b AAAAAAAA\n",
        f"{EXAMPLE}x",
        "a" * 17_000,
        EXAMPLE + EXAMPLE.splitlines(keepends=True)[2] * 64,
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(BadNote):
        notes.read(written)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "a",
        "a+b",
        "a+b+c",
        VKEY.replace("530d903a", "530d903b"),
        VKEY.replace("foo", "fop"),
        VKEY[:-4],
        f"a {VKEY}",
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(BadNote):
        Key.read(vkey)
