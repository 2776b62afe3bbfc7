"""The papers for those who read the code name what is there, and what comments cite stands in them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = [
    ROOT / "README.md",
    *sorted(path for room in ("crm", "ui", "tests") for path in (ROOT / room).rglob("README.md")),
]
CODE = sorted(path for room in ("crm", "ui", "tests") for path in (ROOT / room).rglob("*.py"))
SAID_OF = re.compile(r"`(\w+)` in\s+`([\w./]+)`")
PATH = re.compile(r"`((?:crm|ui|tests|resources|\.ci)/[\w./]*)`")
LINK = re.compile(r"\]\((?!\w+:|#)([^)]+)\)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def section(readme: str, heading: str) -> str:
    """Return what stands under a heading of the second order."""
    return text_of(ROOT / readme).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("readme", READMES, ids=named)
def test_what_a_readme_links_to_and_each_path_it_names_is_there(readme: Path) -> None:
    text = text_of(readme)
    gone = [link for link in LINK.findall(text) if not (readme.parent / link.partition("#")[0]).exists()]
    gone += [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert gone == []


@pytest.mark.parametrize(
    ("name", "path"), sorted({each for readme in READMES for each in SAID_OF.findall(text_of(readme))})
)
def test_what_a_readme_says_of_a_file_is_defined_in_it(name: str, path: str) -> None:
    where = ROOT / path
    files = [where] if where.is_file() else sorted(where.glob("*.py"))
    made = re.compile(rf"^\s*(?:class|def) {name}\b|^{name}\b.*[:=]", re.MULTILINE)
    assert any(made.search(text_of(each)) for each in files), f"{name} is not made in {path}"


def test_every_recipe_names_what_is_made_where() -> None:
    recipes = [text for path in READMES for text in re.split(r"^## ", text_of(path), flags=re.MULTILINE)]
    titles = {text.partition("\n")[0] for text in recipes if text.startswith("How to add ") and SAID_OF.search(text)}
    assert titles == {f"How to add {what}" for what in ("a field", "an entity", "a file format", "a command", "a page")}


def test_a_field_stands_in_the_files_that_the_recipe_names_and_in_no_other() -> None:
    programs = [path for path in CODE if path != Path(__file__)]
    touched = {named(path) for path in programs if "charity_number" in text_of(path)}
    assert touched == set(PATH.findall(section("crm/README.md", "How to add a field"))) - {"tests/golden/frozen/"}


def test_every_rule_that_code_cites_is_in_the_readme_of_the_core() -> None:
    numbers = set(re.findall(r"^(\d+)\. ", section("crm/README.md", "Rules"), re.MULTILINE))
    assert numbers == {str(number) for number in range(1, len(numbers) + 1)}
    cited = {number for path in CODE for number in re.findall(r"\brules? (\d+)", text_of(path))}
    assert cited
    assert cited <= numbers


OUTSIDE = re.compile(r"\(R\d+\)|\bscreens, rule|\b(?:domain|screens|trust|formats|speed|architecture)\.md\b")


@pytest.mark.parametrize("room", ["crm", "ui", "tests"])
def test_code_cites_no_paper_that_is_not_handed_on_with_it(room: str) -> None:
    ours = [path for path in CODE if path.is_relative_to(ROOT / room) and path != Path(__file__)]
    assert [named(path) for path in ours if OUTSIDE.search(text_of(path))] == []
