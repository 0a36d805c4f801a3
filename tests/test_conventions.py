"""The structure and the style of the house, held by reading it."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from hinge_coach import __version__

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "accounts": "hinge_coach.accounts",
    "safety": "hinge_coach.safety",
    "tightness": "hinge_coach.tightness",
    "lessons": "lessons",
    "booking": "hinge_coach.booking",
    "coaching": "hinge_coach.coaching",
    "demo": "hinge_coach.demo",
    "backups": "hinge_coach.backups",
    "retention": "hinge_coach.retention",
}
LOOKS_DOWN_ON = {
    "accounts": set[str](),
    "safety": {"accounts"},
    "tightness": {"accounts", "safety"},
    "lessons": {"accounts", "safety", "tightness"},
    "booking": {"accounts", "safety"},
    "coaching": {"accounts", "safety", "tightness", "lessons", "booking", "backups"},
    "demo": {"accounts", "safety", "tightness", "lessons", "booking", "coaching", "backups"},
    "backups": set[str](),
    "retention": {"accounts", "booking"},
}
# Modules of the site that join rooms together. All other modules outside the rooms know none.
WIRING = {"hinge_coach.urls", "hinge_coach.views", "hinge_coach.settings", "hinge_coach.wsgi"}
# Settings by which Django and its libraries ask for a class or a function of ours.
ASKED_FOR_BY_LIBRARIES = {
    "ACCOUNT_ADAPTER",
    "MFA_ADAPTER",
    "ACCOUNT_FORMS",
    "AUTHENTICATION_BACKENDS",
    "FORM_RENDERER",
    "CSRF_FAILURE_VIEW",
    "FILE_UPLOAD_HANDLERS",
    "INSTALLED_APPS",
    "LOGGING",
    "MFA_FORMS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "SESSION_ENGINE",
    "STORAGES",
    "TEMPLATES",
    "WSGI_APPLICATION",
}
# The floors of `lessons`, ground first; PURE modules are ground wherever they stand.
FLOORS = (
    {"body", "models"},
    {"figures", "messages"},
    {"practice"},
    {"start_test"},
    {"curriculum", "lab", "progress", "rules", "summary", "today", "transfer"},
    {"admin", "management", "templatetags", "urls"},
)
# Names that Django looks for in a module.
CONVENTIONS = {"Command", "app_name", "register", "urlpatterns"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {
    module_name(path): path
    for top in ("hinge_coach", "lessons")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in path.parts
}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text())


PURE = sorted(name for name in MODULES if "PURE" in (ast.get_docstring(tree(name)) or ""))


def room_of(name: str) -> str | None:
    return next((room for room, package in ROOMS.items() if name == package or name.startswith(f"{package}.")), None)


def modules_of(room: str) -> list[str]:
    return [name for name in MODULES if room_of(name) == room]


@cache
def imports(name: str) -> frozenset[str]:
    """Dotted names that a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def module_of(dotted: str) -> str:
    """`lessons.urls` for `lessons.urls` as well as for `lessons.urls.app_name`."""
    return dotted if dotted in MODULES else dotted.rpartition(".")[0]


@cache
def imported_modules(name: str) -> frozenset[str]:
    """Modules of this project that a module imports."""
    return frozenset(module for module in map(module_of, imports(name)) if module in MODULES)


def strings(node: ast.AST) -> Iterator[str]:
    return (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))


def dotted_strings(node: ast.AST) -> set[str]:
    """Strings that name something in this project, such as `hinge_coach.accounts.adapter.Adapter`."""
    texts = (text for text in strings(node) if text.count(".") > 1)
    return {text for text in texts if module_of(text) in MODULES}


def url_names(name: str) -> set[str]:
    """Names of pages that a module reverses or redirects to."""
    names: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call) and node.args:
            function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if function in {"redirect", "resolve_url", "reverse", "reverse_lazy"}:
                names |= {text for text in strings(node.args[0]) if re.fullmatch(r"\w+:\w+", text)}
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_imports_between_rooms_run_one_way(room: str) -> None:
    strays = {
        f"{name} names {other}"
        for name in modules_of(room)
        for other in imports(name) | dotted_strings(tree(name))
        if room_of(other) not in {None, room, *LOOKS_DOWN_ON[room]} or module_of(other) in WIRING
    }
    assert strays == set()


@pytest.mark.parametrize("room", ROOMS)
def test_pages_are_named_by_rooms_above_them(room: str) -> None:
    """A name without a namespace is a page of the whole site, such as `arrive`, and everybody's to name."""
    strays = {
        f"{name} leads to {url_name}"
        for name in modules_of(room)
        for url_name in url_names(name)
        if url_name.split(":")[0] not in {room, *LOOKS_DOWN_ON[room]}
    }
    assert strays == set()


def test_foreign_keys_between_rooms_run_one_way() -> None:
    strays = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if (room := room_of(model.__module__))
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and room_of(field.related_model.__module__) not in {None, room, *LOOKS_DOWN_ON[room]}
    }
    assert strays == set()


def test_what_is_in_no_room_knows_none() -> None:
    strays = {
        f"{name} names {other}"
        for name in MODULES
        if room_of(name) is None and name not in WIRING
        for other in imports(name) | dotted_strings(tree(name))
        if room_of(other)
    }
    assert strays == set()


def test_settings_hide_no_caller() -> None:
    """A setting names a function of a room only where a library asks for it, so that go-to-definition finds callers."""
    named = {
        target.id
        for node in tree("hinge_coach.settings").body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and dotted_strings(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert named - ASKED_FOR_BY_LIBRARIES == set()


def floor_of(name: str) -> int:
    part = name.split(".")[1] if "." in name else ""
    return 0 if name in PURE else next((floor for floor, parts in enumerate(FLOORS) if part in parts), 0)


def test_lessons_stand_on_floors() -> None:
    """A module imports from lower floors and from its own package."""
    strays = {
        f"{name} imports {other}"
        for name in modules_of("lessons")
        for other in imported_modules(name)
        if room_of(other) == "lessons"
        and other.split(".")[:2] != name.split(".")[:2]
        and floor_of(other) >= floor_of(name) > 0
    }
    assert strays == set()


def test_no_import_runs_in_a_circle() -> None:
    try:
        TopologicalSorter({name: imported_modules(name) - {name} for name in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' <- '.join(error.args[1])}")


def test_pure_modules_import_neither_django_nor_what_is_not_pure() -> None:
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    strays = {
        name: {dotted for dotted in imports(name) if dotted.split(".")[0] in {"allauth", "django", "django_tasks"}}
        | imported_modules(name) - packages - set(PURE)
        for name in PURE
    }
    assert {name: modules for name, modules in strays.items() if modules} == {}


def test_pure_modules_never_read_the_clock() -> None:
    clock = re.compile(r"(?:datetime|date)\.(?:now|today|utcnow)\(|time\.time\(")
    assert [name for name in PURE if clock.search(MODULES[name].read_text())] == []


def test_the_heart_of_the_site_is_pure() -> None:
    heart = {
        "hinge_coach.safety.screening",
        "hinge_coach.tightness.trend",
        "hinge_coach.booking.availability.slots",
        "hinge_coach.coaching.desk.attention",
        "lessons.progress.chart",
        *(f"lessons.rules.{name}" for name in ("thresholds", "values", "facts", "table", "wording", "decide")),
        "lessons.rules.prompt_schedule",
        *(name for name in MODULES if name.startswith("lessons.body.")),
    }
    assert heart - set(PURE) == set()


def public_names(name: str) -> set[str]:
    """What a module defines at its top level for others."""
    names: set[str] = set()
    for node in tree(name).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {each for each in names if not each.startswith("_")} - CONVENTIONS


def test_no_public_name_stands_in_two_modules() -> None:
    """So that go-to-symbol has one answer."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for name in MODULES:
        for public_name in public_names(name):
            homes[public_name].append(name)
    assert {public_name: modules for public_name, modules in sorted(homes.items()) if len(modules) > 1} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_same_files(room: str) -> None:
    """Pages and forms may stand in a folder of the room. Tightness, demo, backups and retention are smaller."""
    folder = ROOT / ROOMS[room].replace(".", "/")
    names = {path.stem for path in folder.rglob("*.py")} | {path.name for path in folder.rglob("*") if path.is_dir()}
    smaller = {
        "tightness": {"views", "urls"},
        "demo": {"models", "forms", "admin"},
        "backups": {"forms", "views", "urls", "admin"},
        "retention": {"models", "forms", "admin"},
    }
    assert {"models", "forms", "views", "urls", "admin"} - names == smaller.get(room, set())


def test_no_room_is_a_drawer() -> None:
    drawers = {"common", "core", "utils", "services", "api", "helpers", "misc"}
    tops = [ROOT / name for name in ("hinge_coach", "lessons", "templates", "static", "tests")]
    assert {path.stem for top in tops for path in top.rglob("*")} & drawers == set()


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(?:\bsrc=|application/json))")
    pages = [path for path in TEMPLATES if "mail" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []


def test_fragments_are_included_or_rendered_by_a_page() -> None:
    everything = "\n".join(path.read_text() for path in TEMPLATES)
    code = "\n".join(path.read_text() for path in MODULES.values())
    fragments = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES if path.name.startswith("_")}
    assert {name for name in fragments if name not in everything and name not in code} == set()


def test_views_are_functions() -> None:
    classes = [
        f"{name}: {node.name}"
        for name in MODULES
        if name.endswith(".views")
        for node in tree(name).body
        if isinstance(node, ast.ClassDef) and node.bases
    ]
    assert classes == []


def test_nobody_listens_to_signals() -> None:
    pattern = re.compile(r"@receiver|(?:post|pre)_(?:save|delete|init)\b")
    assert [name for name, path in MODULES.items() if pattern.search(path.read_text())] == []


def test_only_a_file_of_tests_marks_what_it_holds_as_a_walk_or_as_heavy() -> None:
    """`make walk` and `make heavy` read no other file than those that name their marker."""
    naming = [path for path in (ROOT / "tests").rglob("*.py") if re.search(r"mark\.(walk|heavy)\b", path.read_text())]
    assert [path.name for path in naming if not path.name.startswith("test_")] == []
    assert len(naming) > 20


def test_the_release_has_one_number() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    first_heading = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first_heading is not None
    assert (project["version"], first_heading[1]) == (__version__, __version__)
