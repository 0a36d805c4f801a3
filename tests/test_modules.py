"""ES modules: each is served under a name with its hash, and a page names all that it loads, under the same names."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.template import Context, Template

from hinge_coach.modules import HashedModulesStorage, imported

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
SCRIPTS = sorted(str(path.relative_to(STATIC)) for path in (STATIC / "js").rglob("*.js"))
PLAYER = "js/player/practice.js"
TRIAL, LED = "js/player/try.js", "js/player/player.js"  # what a visitor's page loads, and what that loads when needed
LOADED = re.compile(r"""\b(?:from|import)\s*["']([^"']+)["']""")
NEEDED_LATER = re.compile(r"""\bimport\s*\(\s*["']([^"']+)["']""")


def collected(folder: Path, source: Path = STATIC) -> HashedModulesStorage:
    """The scripts below `source` as `collectstatic` leaves them in a folder."""
    files, storage = StaticFilesStorage(location=str(source)), HashedModulesStorage(location=str(folder))
    for name in SCRIPTS:
        with files.open(name) as file:
            storage.save(name, file)
    for name, _, processed in storage.post_process({name: (files, name) for name in SCRIPTS}):
        assert not isinstance(processed, Exception), (name, processed)
    return storage


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> HashedModulesStorage:
    return collected(tmp_path_factory.mktemp("static"))


def loads(storage: HashedModulesStorage, name: str) -> Iterator[str]:
    """What a browser loads for a hashed module: the module and, in turn, what its text names."""
    yield name
    with storage.open(name) as file:
        text = file.read().decode()
    for relative in LOADED.findall(text):
        yield from loads(storage, normpath(join(dirname(name), relative)))


def rendered(name: str) -> str:
    return str(Template("{% load modules %}{% module name %}").render(Context({"name": name})))


def test_a_module_loads_nothing_but_what_has_a_hash(hashed: HashedModulesStorage) -> None:
    entry = hashed.stored_name(PLAYER)
    found = set(loads(hashed, entry))
    assert len(found) > 20
    assert {name for name in found if not re.search(r"\.[0-9a-f]{12}\.js$", name)} == set()


def test_what_a_module_imports_when_it_needs_it_has_a_hash_as_well(hashed: HashedModulesStorage) -> None:
    with hashed.open(hashed.stored_name(TRIAL)) as file:
        (later,) = NEEDED_LATER.findall(file.read().decode())
    assert normpath(join(dirname(TRIAL), later)) == hashed.stored_name(LED)
    assert LED not in imported(TRIAL)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_page_names_what_its_module_loads_under_the_names_by_which_it_is_loaded(
    hashed: HashedModulesStorage, name: str
) -> None:
    named = [hashed.stored_name(each) for each in (name, *imported(name))]
    assert set(named) == set(loads(hashed, hashed.stored_name(name)))
    assert len(named) == len(set(named))


def test_the_tag_writes_one_link_for_each_import_and_the_script() -> None:
    links = re.findall(r'<link rel="modulepreload" href="([^"]+)">', rendered(PLAYER))
    assert links == [staticfiles_storage.url(each) for each in imported(PLAYER)]
    assert {"/static/js/strip.js", "/static/js/player/phase.js", "/static/js/player/sound/voice.js"} <= set(links)
    assert rendered(PLAYER).endswith(f'<script type="module" src="/static/{PLAYER}"></script>')
    assert rendered("js/zone.js").strip() == '<script type="module" src="/static/js/zone.js"></script>'


def test_what_is_needed_later_is_named_without_what_is_there_already() -> None:
    tag = '{% load modules %}{% module_files "js/player/player.js" beside="js/player/try.js" %}'
    here = {TRIAL, *imported(TRIAL)}
    needed = [staticfiles_storage.url(each) for each in (LED, *imported(LED)) if each not in here]
    assert Template(tag).render(Context()).split(" ") == needed
    assert {"js/player/sound/tap.js", "js/player/sound/output.js"} <= here & {*imported(LED)}


def test_an_import_that_is_written_anew_is_seen_at_once(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "static/js/deep").mkdir(parents=True)
    (tmp_path / "static/js/a.js").write_text('import {\n  b,\n} from "./deep/b.js";\n')
    (tmp_path / "static/js/deep/b.js").write_text('import "../a.js";\nexport { c } from "./c.js";\n')
    (tmp_path / "static/js/deep/c.js").write_text('export const c = "./d.js";\n')
    assert imported("js/a.js") == ("js/deep/b.js", "js/deep/c.js")
    (tmp_path / "static/js/a.js").write_text("export const nothing = 0; // no import anymore\n")
    assert imported("js/a.js") == ()


def test_a_change_renames_a_module_and_all_that_load_it(hashed: HashedModulesStorage, tmp_path: Path) -> None:
    changed = "js/player/phase.js"
    shutil.copytree(STATIC / "js", tmp_path / "source/js")
    with (tmp_path / "source" / changed).open("a") as file:
        file.write("// another release\n")
    after = collected(tmp_path / "after", tmp_path / "source")
    renamed = {name for name in SCRIPTS if hashed.stored_name(name) != after.stored_name(name)}
    assert renamed == {name for name in SCRIPTS if name == changed or changed in imported(name)} | {TRIAL}
    assert {changed, PLAYER} < renamed < set(SCRIPTS)


def test_templates_load_modules_by_the_tag_alone() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    assert [path.name for path in templates if 'type="module"' in path.read_text()] == []
