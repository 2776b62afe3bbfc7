"""The rules of the architecture that a machine can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for room in ("crm", "ui", "resources") for path in (ROOT / room).rglob("*.py"))
NO_DATABASE = {"peewee", "playhouse", "sqlite3", "sqlcipher3"}
FEATURES = sorted(
    path.name for path in (ROOT / "ui").iterdir() if path.is_dir() and path.name not in {"kit", "__pycache__"}
)
SHELL_FEATURES = {"palette", "help"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names a module imports, anywhere in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [p for p in MODULES if "crm" in p.relative_to(ROOT).parts], ids=named)
def test_crm_knows_no_window(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {"PySide6", "ui", "resources"}


@pytest.mark.parametrize("path", [p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"], ids=named)
def test_the_window_knows_no_database(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & NO_DATABASE
    assert not [name for name in imports(path) if name.startswith("crm.db.")]


@pytest.mark.parametrize("path", sorted((ROOT / "ui" / "kit").rglob("*.py")), ids=named)
def test_the_kit_knows_no_crm(path: Path) -> None:
    assert not [
        name
        for name in imports(path)
        if name.split(".")[0] == "crm" or (name.startswith("ui.") and not name.startswith("ui.kit"))
    ]


@pytest.mark.parametrize("feature", FEATURES)
def test_features_of_the_window_never_import_each_other(feature: str) -> None:
    others = {f"ui.{name}" for name in FEATURES if name != feature}
    for path in (ROOT / "ui" / feature).rglob("*.py"):
        reached = [name for name in imports(path) if ".".join(name.split(".")[:2]) in others]
        assert not reached, f"{named(path)} imports {reached}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_sqlcipher_opens_a_database(path: Path) -> None:
    assert "sqlite3" not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_functions_and_classes_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 500, f"{lines} lines"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            allowed = 80 if "build" in node.name else 50
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= allowed, f"{node.name} has {length} lines"
        elif isinstance(node, ast.ClassDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 300, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    source = path.read_text(encoding="utf-8").splitlines()
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                near = "\n".join(source[max(0, node.lineno - 4) : node.lineno])
                assert "#" in near, f"line {node.lineno}: a deferred import without its reason"


@pytest.mark.parametrize("path", [p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"], ids=named)
def test_the_window_never_walks_the_focus_chain(path: Path) -> None:
    """The bindings make each widget of the chain that is asked for the child of the asking one, and free it with it."""
    asked = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not asked & {"nextInFocusChain", "previousInFocusChain"}


def test_nothing_else_stands_at_the_top_level() -> None:
    allowed = {"crm", "ui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
    extra = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".")
        and path.name not in allowed
        and not path.name.endswith(".egg-info")
        and path.name not in {"build", "dist", "pictures"}
    }
    assert not extra


def test_tests_never_sleep() -> None:
    asleep = re.compile(r"\btime\." + r"sleep\(|qtbot\." + r"wait\(")
    assert not [named(p) for p in (ROOT / "tests").rglob("*.py") if asleep.search(p.read_text(encoding="utf-8"))]
