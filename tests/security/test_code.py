"""What our own programs never do."""

import ast
from pathlib import Path

from tests.security import code

PROGRAMS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput"}
STARTS = {"subprocess.run", "subprocess.Popen", "subprocess.check_output", "subprocess.check_call"}
# A key made of words that are about to be shown; nothing is read back.
PICKLED = {"huaihai/desk/papers/written.py"}
# Draws that anybody may foresee: they are repeated from a seed, or only part times of trying again.
CHANCE = {
    "huaihai/brands/effect/comparing.py",
    "huaihai/law/triage/learning.py",
    "huaihai/supervision/measures/alpha.py",
    "huaihai/supervision/visiting/reckoning.py",
}
# A token of the search is one block: the cipher as a function that nobody without the key can work out.
SINGLE_BLOCKS = {"huaihai/cases/search/tokens.py"}
# WeChat signs what it pushes with SHA-1; only an address with a secret word in it is asked for such a signature.
AS_WECHAT_SIGNS = {"huaihai/record/senders/wechat.py", "huaihai/record/senders/doubles/wechat.py"}
WEAK = {"md5", "sha1", "MD5", "SHA1", "DES", "TripleDES", "ARC4", "Blowfish", "ECB", "PKCS1v15", "CBC"}


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.BinOp) and _is_literal(node.left) and _is_literal(node.right)
    )


def test_no_text_becomes_a_program() -> None:
    assert not [(path, name) for path, name, _call in code.calls() if name in PROGRAMS]
    started = [(path, call) for path, name, call in code.calls() if name in STARTS]
    assert not [path for path, call in started if any(word.arg == "shell" for word in call.keywords)]
    assert not [path for path, call in started if call.args and isinstance(call.args[0], ast.JoinedStr)]


def test_only_what_we_wrote_ourselves_is_unpickled() -> None:
    importing = {
        path for path, name in code.imports() if name.partition(".")[0] in ("pickle", "marshal", "shelve")
    }
    assert importing <= PICKLED
    reading = {
        path for path, name, _call in code.calls() if name in ("pickle.loads", "pickle.load", "yaml.load")
    }
    assert not reading


def test_templates_are_files() -> None:
    made = {"Template", "django.template.Template", "engine.from_string", "engines.from_string"}
    assert not [path for path, name, _call in code.calls() if name in made or name.endswith(".from_string")]


def test_a_path_into_a_tree_of_elements_is_written_in_the_code() -> None:
    asked = [(path, call) for path, name, call in code.calls() if name.endswith((".xpath", "XPath"))]
    assert not [path for path, call in asked if not (call.args and _is_literal(call.args[0]))]


def test_a_list_asks_django_and_the_few_statements_by_hand_take_values() -> None:
    """Nothing is put into a statement with `%` or `.format`; what f-strings name are tables and conditions of ours."""
    asked = [
        (path, call) for path, name, call in code.calls() if name.endswith("cursor.execute") and call.args
    ]
    assert asked
    for path, call in asked:
        statement = call.args[0]
        mixed = isinstance(statement, ast.BinOp) and isinstance(statement.op, ast.Mod)
        formatted = isinstance(statement, ast.Call) and ast.unparse(statement.func).endswith(".format")
        assert not mixed, path
        assert not formatted, path


def test_a_pattern_is_written_in_the_code_or_escaped() -> None:
    """No text of a person becomes a pattern: none is compiled where a request is at hand."""
    compiled = {
        "re.compile",
        "re.search",
        "re.match",
        "re.fullmatch",
        "re.sub",
        "re.split",
        "re.findall",
        "re.finditer",
    }
    for path, name, call in code.calls():
        if name in compiled and call.args:
            names = {
                getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(call.args[0])
            }  # not words of a pattern
            assert not names & {"request", "GET"}, path


def test_what_must_not_be_guessed_comes_from_the_system() -> None:
    rolling = {path for path, name in code.imports() if name == "random" or name.startswith("random.")}
    assert rolling <= CHANCE


def test_ciphers_and_hashes_are_those_of_the_list() -> None:
    named = set(code.imports()) | {(path, name) for path, name, _call in code.calls()}
    assert {path for path, name in named if WEAK & set(name.split("."))} <= SINGLE_BLOCKS | AS_WECHAT_SIGNS


def test_scripts_hear_no_other_window() -> None:
    heard = (
        "postMessage",
        'addEventListener("message"',
        "document.write(",
        "eval(",
        "new Function",
        "document.domain",
    )
    assert code.scripts()
    assert not [(path, word) for path, text in code.scripts().items() for word in heard if word in text]


def test_only_files_of_the_house_are_read_as_programs() -> None:
    assert all(Path(code.ROOT / path).is_file() for path in code.programs())
