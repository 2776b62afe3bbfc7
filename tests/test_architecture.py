"""The rules of the architecture that a machine can hold."""

import ast
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for room in ("crm", "ui", "resources") for path in (ROOT / room).rglob("*.py"))
TESTS = sorted(
    path
    for path in (ROOT / "tests").rglob("*.py")
    if "benchmarks" not in path.parts and path not in (ROOT / "tests" / "conftest.py", ROOT / "tests" / "patience.py")
)
NO_DATABASE = {"peewee", "playhouse", "sqlite3", "sqlcipher3"}
FEATURES = sorted(
    path.name
    for path in (ROOT / "ui").iterdir()
    if path.is_dir() and path.name not in {"kit", "records", "shell", "__pycache__"}
)


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return everything in a module that the rules look at."""
    looked_at = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.Attribute,
        ast.Call,
        ast.Constant,
        ast.Expr,
    )
    return tuple(node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, looked_at))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Return the dotted names a module imports, anywhere in it: of `from a import b` both `a` and `a.b`."""
    found: list[str] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join((*above, *filter(None, (node.module,))))
            found += (module, *(f"{module}.{alias.name}" for alias in node.names))
    return tuple(found)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def broken(rule: Callable[[Path], None], path: Path) -> str:
    """Return the module and what is wrong with it, '' for nothing."""
    try:
        rule(path)
    except AssertionError as error:
        return f"{named(path)}: {error}"
    return ""


def of_each(paths: Iterable[Path]) -> Callable[[Callable[[Path], None]], Any]:
    """Make of a rule about a module one test that names all modules which break it; `test.rule` is the rule.

    A test for each of the hundreds of modules and for each rule takes half a minute, the same rules so half a second.
    """
    all_paths = tuple(paths)

    def made(rule: Callable[[Path], None]) -> Any:
        def test() -> None:
            assert all_paths
            assert [said for path in all_paths if (said := broken(rule, path))] == []

        test.__doc__ = rule.__doc__
        test.rule = rule  # type: ignore[attr-defined]
        return test

    return made


@of_each([p for p in MODULES if "crm" in p.relative_to(ROOT).parts])
def test_crm_knows_no_window(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {"PySide6", "ui"}


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui" and "kit" not in p.relative_to(ROOT).parts])
def test_every_form_is_a_kept_form(path: Path) -> None:
    """Whoever built a form of the kit alone would lose what is typed."""
    made = {ast.unparse(node.func).rpartition(".")[2] for node in nodes(path) if isinstance(node, ast.Call)}
    assert "Form" not in made or named(path) == "ui/records/kept_form.py"


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "resources"])
def test_resources_are_read_and_do_nothing(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path)} <= sys.stdlib_module_names
    assert not [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"])
def test_the_window_knows_no_database(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & NO_DATABASE
    assert not [name for name in imports(path) if f"{name}.".startswith("crm.db.")]


@pytest.mark.parametrize("source", ["import crm.db.store", "from crm.db.store import Store", "from crm.db import store",
                                    "from crm import db", "import crm.db as d"])  # fmt: skip
def test_no_form_of_import_hides_the_database(tmp_path: Path, source: str) -> None:
    (tmp_path / "page.py").write_text(source)
    with pytest.raises(AssertionError):
        test_the_window_knows_no_database.rule(tmp_path / "page.py")


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"])
def test_what_is_written_together_is_one_call_of_a_service(path: Path) -> None:
    """The window opens no action: the service that owns what is written does, and names the step of undo."""
    taken = [node for node in nodes(path) if isinstance(node, ast.Attribute) and node.attr == "action"]
    called = [node.func for node in nodes(path) if isinstance(node, ast.Call)]
    assert not [node.lineno for node in taken if node in called or ast.unparse(node.value).endswith("store")]


@pytest.mark.parametrize("source", ["with held.action('Add'): ...", "begin = self._store.action"])
def test_an_action_opened_by_the_window_is_seen(tmp_path: Path, source: str) -> None:
    (tmp_path / "page.py").write_text(source)
    with pytest.raises(AssertionError):
        test_what_is_written_together_is_one_call_of_a_service.rule(tmp_path / "page.py")


@of_each(sorted((ROOT / "ui" / "kit").rglob("*.py")))
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


def modules(root: Path, paths: Iterable[Path]) -> dict[str, Path]:
    """Return modules under their dotted names, a package under its own."""
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def rings(known: Mapping[str, Path]) -> list[list[str]]:
    """Return the groups of modules that import one another by whatever way round, for their types alone as well.

    `from package import name` is about the module `name` of it where there is one, and about the package where not.
    """
    reached: dict[str, set[str]] = {}
    for name, path in known.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        reached[name] = {found for found in imported(path, package, known) if found != name}
    return [sorted(group) for group in strongly_connected(reached) if len(group) > 1]


def imported(path: Path, package: str, known: Container[str]) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -(node.level - 1) or None] if node.level else []
            module = ".".join((*above, *filter(None, (node.module,))))
            for alias in node.names:
                yield from [each for each in (f"{module}.{alias.name}", module) if each in known][:1]


def strongly_connected(reached: Mapping[str, Set[str]]) -> list[list[str]]:
    """Return the groups within which each reaches each (Tarjan's way): first each one alone, then what it closes."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    groups: list[list[str]] = []

    def visit(name: str) -> None:
        numbers[name] = lowest[name] = len(numbers)
        waiting.append(name)
        for other in reached[name]:
            if other not in numbers:
                visit(other)
            if other in waiting:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == numbers[name]:
            at = waiting.index(name)
            groups.append(waiting[at:])
            del waiting[at:]

    for name in reached:
        if name not in numbers:
            visit(name)
    return groups


def test_no_modules_import_each_other_in_a_ring() -> None:
    """What two share stands where both can import it, so that either can be read without the other."""
    assert rings(modules(ROOT, MODULES)) == []


@pytest.mark.parametrize(("of_a", "of_b"), [
    ("import room.b", "import room.a"),
    ("from room import b", "from room.a import name"),
    ("from room.b import name", "def late():\n    from room import a  # later"),
    ("from room import b", "if TYPE_CHECKING:\n    from room.a import name"),
    ("from . import b", "from .a import name"),
    ("from room import c", "import room.a"),
])  # fmt: skip
def test_a_ring_of_imports_is_seen_however_it_is_written(tmp_path: Path, of_a: str, of_b: str) -> None:
    found = {"__init__": "", "a": of_a, "b": of_b, "c": "from room.b import name"}
    for name, source in found.items():
        (tmp_path / "room").mkdir(exist_ok=True)
        (tmp_path / "room" / f"{name}.py").write_text(source)
    ring = ["room.a", "room.b", *(["room.c"] if "import c" in of_a else [])]
    assert rings(modules(tmp_path, tmp_path.rglob("*.py"))) == [ring]


def test_a_package_and_its_module_are_a_ring_only_by_what_is_asked_of_the_package(tmp_path: Path) -> None:
    for asked, ring in (("b", []), ("other", [["room", "room.a"]])):
        room = tmp_path / asked / "room"
        room.mkdir(parents=True)
        (room / "__init__.py").write_text("from room.a import name")
        (room / "a.py").write_text(f"from room import {asked}")
        (room / "b.py").write_text("")
        assert rings(modules(room.parent, room.glob("*.py"))) == ring


@of_each(MODULES)
def test_only_sqlcipher_opens_a_database(path: Path) -> None:
    assert "sqlite3" not in {name.split(".")[0] for name in imports(path)}


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] != "resources"])
def test_records_are_structs_not_dataclasses(path: Path) -> None:
    assert "dataclasses" not in imports(path)


SQL = re.compile(
    r"\b(SELECT|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA|(CREATE|DROP|ALTER) (TABLE|INDEX|TRIGGER)"
    r"|ORDER BY|GROUP BY|(LEFT|INNER|CROSS) JOIN|IS (NOT )?NULL|json_each)\b"
)
HAND_WRITTEN = [path for path in MODULES if path.name == "sql.py"]
"""Statements whose measured plan needs it, each with its figure."""


@cache
def texts(path: Path) -> tuple[str, ...]:
    """Return the texts in a module, its docstrings left out."""
    said = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    return tuple(
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    )


@of_each([path for path in MODULES if path not in HAND_WRITTEN and not path.is_relative_to(ROOT / "crm" / "db")])
def test_sql_is_written_by_hand_in_the_database_alone(path: Path) -> None:
    assert not [text for text in texts(path) if SQL.search(text)]


@of_each(
    path
    for path in MODULES
    if path.is_relative_to(ROOT / "crm") and not path.is_relative_to(ROOT / "crm" / "db") and path.name != "trash.py"
)
def test_the_trash_alone_writes_that_a_record_is_in_it(path: Path) -> None:
    """An import, which writes rows and not records, brings back whom it knows by itself: by the name of the column."""
    given = [each.arg for node in nodes(path) if isinstance(node, ast.Call) for each in node.keywords]
    assert "deleted_at" not in given


def test_few_features_write_sql_by_hand() -> None:
    assert len(HAND_WRITTEN) <= 6


@of_each(MODULES)
def test_files_and_functions_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 500, f"{lines} lines"
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            allowed = 80 if "build" in node.name else 50
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= allowed, f"{node.name} has {length} lines"


@of_each(MODULES)
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    source = path.read_text(encoding="utf-8").splitlines()
    for function in nodes(path):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                near = "\n".join(source[max(0, node.lineno - 4) : node.lineno])
                assert "#" in near, f"line {node.lineno}: a deferred import without its reason"


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"])
def test_the_window_never_walks_the_focus_chain(path: Path) -> None:
    """The bindings make each widget of the chain that is asked for the child of the asking one, and free it with it."""
    asked = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    assert not asked & {"nextInFocusChain", "previousInFocusChain"}


@of_each([p for p in MODULES if p.relative_to(ROOT).parts[0] == "ui"])
def test_the_window_works_in_other_threads_by_one_call(path: Path) -> None:
    """It closes the connection of its thread; only an upgrade, which has no workspace before, does so itself."""
    asked = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    known = named(path)
    assert "close_thread" not in asked or known in {"ui/records/background_calls.py", "ui/shell/upgrade_window.py"}
    assert (
        "tasks.run"
        not in {ast.unparse(node.func).partition("context.")[2] for node in nodes(path) if isinstance(node, ast.Call)}
        or known == "ui/records/background_calls.py"
    )


def test_nothing_else_stands_at_the_top_level() -> None:
    allowed = {"crm", "ui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
    allowed |= {"MANIFEST.in", "PKG-INFO", "setup.cfg"}  # the last two stand in an unpacked source archive
    extra = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".")
        and path.name not in allowed
        and not path.name.endswith(".egg-info")
        and path.name not in {"build", "dist", "pictures"}
    }
    assert not extra


WAITING = {
    "wait",
    "join",
    "communicate",
    "acquire",
    "waitUntil",
    "waitSignal",
    "waitSignals",
    "waitExposed",
    "waitActive",
}
CLOCKS = {"sleep", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "qWait"}


def clockwork(path: Path) -> Iterator[str]:
    """Yield where a test module waits for a number of seconds, looks at a clock, or sets the pace of its examples."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"line {node.lineno}: {each.name}" for each in node.names if each.name in CLOCKS)
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS | {"timeout"}:
            whose = ast.unparse(node.value)
            if whose in ("time", "QTest") if node.attr in CLOCKS else whose == "pytest.mark":
                yield f"line {node.lineno}: {whose}.{node.attr}"
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [each.value for each in node.keywords if each.arg == "timeout"]
            given += node.args if name in WAITING else []
            if any(isinstance(each, ast.Constant) and isinstance(each.value, int | float) for each in given):
                yield f"line {node.lineno}: {name} for a number of seconds"
            if name == "settings" and {each.arg for each in node.keywords} & {"deadline", "suppress_health_check"}:
                yield f"line {node.lineno}: the pace of examples"


@pytest.mark.parametrize("source", [
    "time.sleep(1)", "from time import perf_counter", "qtbot.wait(200)", "QTest.qWait(5)", "thread.join(30)",
    "event.wait(timeout=5)", "qtbot.waitUntil(done, timeout=5000)", "subprocess.run(command, timeout=60)",
    "@settings(max_examples=5, deadline=None)\ndef test_it(): ...", "@pytest.mark.timeout(9)\ndef test_it(): ...",
])  # fmt: skip
def test_whatever_depends_on_the_speed_of_the_machine_is_seen(tmp_path: Path, source: str) -> None:
    (tmp_path / "test_it.py").write_text(source)
    assert len(list(clockwork(tmp_path / "test_it.py"))) == 1


@of_each(TESTS)
def test_no_test_depends_on_the_speed_of_the_machine(path: Path) -> None:
    """What is waited for is waited for with tests/patience.py, and what must not happen for its MOMENT."""
    assert not list(clockwork(path))


@of_each(TESTS)
def test_files_of_tests_stay_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 500
