"""The style of the house, held by reading it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "accounts": "hinge_coach.accounts",
    "tightness": "hinge_coach.tightness",
    "lessons": "lessons",
    "booking": "hinge_coach.booking",
    "coaching": "hinge_coach.coaching",
}
MAY_IMPORT = {
    "accounts": set[str](),
    "tightness": {"accounts"},
    "lessons": {"accounts", "tightness"},
    "booking": {"accounts"},
    "coaching": {"accounts", "tightness", "lessons", "booking"},
}
# The site map names a page of another room now and then; a template is wiring, a module is not.
PURE = [
    "hinge_coach/accounts/screening.py",
    "hinge_coach/tightness/trend.py",
    "hinge_coach/tightness/chart.py",
    "hinge_coach/booking/slots.py",
    "hinge_coach/coaching/attention.py",
    "lessons/progression.py",
    "lessons/asking.py",
    "lessons/mornings.py",
    "lessons/lab_poses.py",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "lessons/body").rglob("*.py"))),
]
PURE_NEIGHBOURS = {
    "hinge_coach/tightness/chart.py": {"hinge_coach.tightness.trend"},
    "lessons/asking.py": {"lessons.progression"},
    "lessons/mornings.py": {"lessons.asking"},
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def folder(room: str) -> Path:
    return ROOT / ROOMS[room].replace(".", "/")


def modules(room: str) -> Iterator[Path]:
    return (path for path in sorted(folder(room).rglob("*.py")) if "migrations" not in path.parts)


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(name: str) -> str | None:
    return next((room for room, package in ROOMS.items() if name == package or name.startswith(f"{package}.")), None)


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_between_rooms_run_one_way(room: str) -> None:
    strays = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if (other := room_of(name)) not in {None, room, *MAY_IMPORT[room]} and other
    }
    assert strays == set()


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_import_neither_django_nor_a_room(module: str) -> None:
    neighbours = PURE_NEIGHBOURS.get(module, set()) | {"lessons.body"}
    strays = {
        name
        for name in imports(ROOT / module)
        if name.split(".")[0] in {"django", "hinge_coach", "lessons", "allauth"}
        and not any(name == each or name.startswith(f"{each}.") for each in neighbours)
    }
    assert strays == set()


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_never_read_the_clock(module: str) -> None:
    text = (ROOT / module).read_text()
    assert re.findall(r"(?:datetime|date)\.(?:now|today|utcnow)\(|time\.time\(", text) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_same_files(room: str) -> None:
    here = {path.name for path in folder(room).iterdir()}
    assert {"models.py", "forms.py", "views.py", "urls.py", "admin.py"} - here == set()


def test_no_room_is_a_drawer() -> None:
    drawers = {"common", "core", "utils", "services", "api", "helpers", "misc"}
    tops = [ROOT / name for name in ("hinge_coach", "lessons", "templates", "static", "tests")]
    found = {path.stem for top in tops for path in top.rglob("*")}
    assert found & drawers == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_script_or_style(template: Path) -> None:
    text = template.read_text()
    in_mail = "mail" in template.parts
    inline = re.findall(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(?:\bsrc=|application/json))", text)
    assert inline == [] or in_mail


def test_fragments_are_included_or_rendered_by_a_page() -> None:
    everything = "\n".join(path.read_text() for path in TEMPLATES)
    code = "\n".join(path.read_text() for room in ROOMS for path in modules(room))
    fragments = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES if path.name.startswith("_")}
    assert {name for name in fragments if name not in everything and name not in code} == set()


def test_views_are_functions() -> None:
    classes = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for room in ROOMS
        for path in modules(room)
        if path.name == "views.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.bases
    ]
    assert classes == []


def test_nobody_listens_to_signals() -> None:
    listeners = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in modules(room)
        if re.search(r"@receiver|(?:post|pre)_(?:save|delete|init)\b", path.read_text())
    ]
    assert listeners == []
