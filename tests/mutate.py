"""`make mutate`: how many small faults the tests of a module notice.

A mutant is a module with one thing changed. For each, the module's own tests run until one fails. Of each module a
sample is tried, the same for the same SEED. Two ways, because a site takes two seconds to start:

1. The tests are collected once. A process is forked for each mutant, gets the changed code into the functions that are
   there already, and runs the tests that call them, the quick ones first.
2. What that can't change (tables, constants, defaults, functions that only run at import) is tried in a process that
   has not imported the site yet and imports the changed module.

`tests/mutate.toml` names the tests of modules whose file of tests is not the mirrored one, and the mutants that change
nothing anybody could notice, each with its reason.

    make mutate                                        every module, 15 minutes at most
    make mutate ONLY=tightness.trend SAMPLE=200 SEED=2   of this module more, and other ones
"""

import argparse
import ast
import contextlib
import functools
import gc
import importlib
import importlib.machinery
import importlib.util
import json
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from tests.mutants import Mutant, mutants_of, mutated, sample

ROOT = Path(__file__).resolve().parent.parent
TOML = tomllib.loads((ROOT / "tests" / "mutate.toml").read_text())
OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
GOAL = 0.9
CAUGHT, LEFT, UNTRIED = "caught", "left", "untried"
# What the site imports and knows nothing of it: imported once, before the processes of the second way are forked.
LIBRARIES = [
    "allauth.mfa",
    "django.contrib.sessions",
    "django.core.mail",
    "django.db.models",
    "django.forms",
    "django.http",
    "django.template.engine",
    "django.test",
    "django.urls",
    "environs",
    "hypothesis.strategies",
    "icalendar",
    "markdown_it",
    "nh3",
    "phonenumbers",
    "PIL.Image",
    "psycopg",
    "pydantic",
    "recurring_ical_events",
    "timezone_field",
]


@dataclass(frozen=True)
class Subject:
    """A module, the sample of its mutants, and the files of its own tests."""

    module: str
    path: Path
    source: str
    mutants: list[Mutant]
    tests: list[Path]


def subjects(only: list[str], size: int, seed: int) -> list[Subject]:
    """PURE modules that hold more than words, and those that TOML names."""
    every = []
    for path in sorted([*ROOT.glob("hinge_coach/**/*.py"), *ROOT.glob("lessons/**/*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        source = path.read_text()
        is_pure = "PURE" in (ast.get_docstring(ast.parse(source)) or "") and "migrations" not in path.parts
        is_asked_for = not only or any(f".{name}." in f".{module}." for name in only)
        is_left_out = any(module.startswith(name) for name in TOML["left_out"])
        if is_asked_for and not is_left_out and (is_pure or module in TOML["tests"]):
            mutants = sample(mutants_of(module, source), size, seed)
            if mutants:
                every.append(Subject(module, path, source, mutants, own_tests(module, path)))
    return every


def own_tests(module: str, path: Path) -> list[Path]:
    """The mirrored file, with a name that may go on; else all files in the mirrored folder, or what TOML says."""
    if module in TOML["tests"]:
        return [found for name in TOML["tests"][module] for found in sorted((ROOT / "tests").glob(name))]
    parts = path.relative_to(ROOT).parent.parts
    folder = ROOT.joinpath("tests", *(parts[1:] if parts[0] == "hinge_coach" else parts))
    while not folder.exists():
        folder = folder.parent
    mirrored = [folder / f"test_{path.stem}.py", *sorted(folder.glob(f"test_{path.stem}_*.py"))]
    return [found for found in mirrored if found.exists()] or sorted(folder.glob("test_*.py"))


# Processes


def forked(work: Callable[[], int], seconds: float) -> int:
    """The id of a process that does the work and ends with its answer. More than so many CPU seconds end it, too."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    answer = 2
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 1)
        if "DEBUG_MUTATE" not in os.environ:
            os.dup2(silence, 2)
        answer = work()
    except BaseException:
        if "DEBUG_MUTATE" in os.environ:
            import traceback

            traceback.print_exc()
    finally:
        os._exit(answer)


def in_turn(jobs: int, works: Iterable[tuple[str, Callable[[], int], float]]) -> Iterator[tuple[str, int]]:
    """Does so many at once; yields the name of each and its answer, which is not 0 for one that was ended."""
    running: dict[int, str] = {}
    for name, work, seconds in works:
        running[forked(work, seconds)] = name
        while len(running) >= jobs:
            process, status = os.wait()
            yield running.pop(process), status
    while running:
        process, status = os.wait()
        yield running.pop(process), status


# The first way: in functions that are there


def live_functions(path: Path) -> dict[CodeType, list[FunctionType]]:
    """The functions of a file as they are in memory, whoever holds them, by their code."""
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename == str(path):  # isinstance wakes lazy objects
            found[thing.__code__].append(thing)
    return found


def codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a module and of all functions in it, in the order of its source."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def passes(items: list[pytest.Item], session: pytest.Session) -> bool:
    """Runs the tests until one fails."""
    for item, after in zip(items, [*items[1:], session], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=after)):  # type: ignore[arg-type]
            return False
    return True


class Loop:
    """A plugin of pytest: instead of running the tests, it runs them against one mutant after the other."""

    def __init__(self, every: list[Subject], jobs: int, until: float, folder: Path) -> None:
        self.every, self.jobs, self.until, self.folder = every, jobs, until, folder

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        quick_to_fail()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        stored = next((item for item in session.items if "db" in getattr(item, "fixturenames", ())), None)
        if stored:  # makes the database that all others are forked with
            passes([stored], session)
        gc.freeze()
        works = [(subject.module, functools.partial(self.try_all, subject, session), 3600.0) for subject in self.every]
        for module, status in in_turn(self.jobs, works):
            if status:
                print(f"{module}: its tests fail without any change, or could not be run", flush=True)
        return True

    def try_all(self, subject: Subject, session: pytest.Session) -> int:
        items = [item for item in session.items if item.path in subject.tests]
        gc.unfreeze()
        functions = live_functions(subject.path)
        caches = [thing for thing in gc.get_objects() if type(thing) is functools._lru_cache_wrapper]
        gc.freeze()
        callers, seconds = self.callers(
            subject, items, session, [cache for cache in caches if path_of(cache) == str(subject.path)]
        )
        if callers is None:
            return 1
        original = list(codes(compile(subject.source, str(subject.path), "exec")))
        outcomes = {"seconds": sum(seconds.values())}
        for mutant in subject.mutants:
            if time.monotonic() > self.until:
                break
            if not mutant.when_called:
                continue
            changed = list(codes(compile(mutated(subject.source, mutant.number), str(subject.path), "exec")))
            if len(changed) != len(original):
                continue
            pairs = [(old, new) for old, new in zip(original, changed, strict=True) if old != new and old in functions]
            chosen = {item for old, _ in pairs for item in callers[old]}
            if not chosen:
                continue
            ordered = sorted(chosen, key=lambda item: seconds[item])
            work = functools.partial(self.try_one, ordered, session, pairs, functions, caches)
            ((_, status),) = in_turn(1, [("", work, 10 + 5 * sum(seconds[item] for item in chosen))])
            outcomes[str(mutant.number)] = status
        (self.folder / f"{subject.module}.json").write_text(json.dumps(outcomes))
        return 0

    def callers(
        self, subject: Subject, items: list[pytest.Item], session: pytest.Session, caches: list[Any]
    ) -> tuple[dict[CodeType, set[pytest.Item]] | None, dict[pytest.Item, float]]:
        """Which tests call a function of the module, by its code, and how long each test takes.

        The module's `caches` are emptied before each, or only the first would call a function whose answers are kept.
        """
        by_code: dict[CodeType, set[pytest.Item]] = defaultdict(set)
        seconds = {}
        path = str(subject.path)
        for item, after in zip(items, [*items[1:], session], strict=True):

            def seen(frame: FrameType, event: str, argument: Any, item: pytest.Item = item) -> None:
                if frame.f_code.co_filename == path:
                    by_code[frame.f_code].add(item)

            for cache in caches:
                cache.cache_clear()
            begin = time.process_time()
            threading.settrace(seen)
            sys.settrace(seen)
            reports = runtestprotocol(item, log=False, nextitem=after)  # type: ignore[arg-type]
            sys.settrace(None)
            threading.settrace(None)
            seconds[item] = time.process_time() - begin
            if any(report.failed for report in reports):
                if "DEBUG_MUTATE" in os.environ:
                    print([r.longreprtext for r in reports if r.failed], file=sys.stderr)
                return None, seconds
        return by_code, seconds

    def try_one(
        self,
        items: list[pytest.Item],
        session: pytest.Session,
        pairs: list[tuple[CodeType, CodeType]],
        functions: dict[CodeType, list[FunctionType]],
        caches: list[Any],
    ) -> int:
        for old, new in pairs:
            for function in functions[old]:
                function.__code__ = new
        for cache in caches:
            cache.cache_clear()
        return 0 if passes(items, session) else 1


def path_of(cache: Any) -> str:
    """The file of a function whose answers are kept; empty for one that is not written in Python."""
    return str(cache.__wrapped__.__code__.co_filename) if type(cache.__wrapped__) is FunctionType else ""


def quick_to_fail() -> None:
    """A property that fails has done its job: no simpler example is looked for."""
    quick = hypothesis_settings.get_profile("quick")
    phases = [Phase.explicit, Phase.generate]
    hypothesis_settings.register_profile("mutate", quick, phases=phases, print_blob=False)
    hypothesis_settings.load_profile("mutate")


# The second way: the module imported anew


class ChangedModule(importlib.machinery.SourceFileLoader):
    """Finds and loads one module, changed. All others are found as always."""

    def __init__(self, subject: Subject, mutant: Mutant) -> None:
        self.tree = mutated(subject.source, mutant.number)
        super().__init__(subject.module.removesuffix(".__init__"), str(subject.path))

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=self)
        return None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, str(self.path), "exec")


class QuickToFail:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        quick_to_fail()


def try_imported(subject: Subject, mutant: Mutant) -> int:
    sys.meta_path.insert(0, ChangedModule(subject, mutant))
    return int(pytest.main([*OPTIONS, *map(str, subject.tests)], plugins=[QuickToFail()]))


# The run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="modules or folders, with commas between")
    parser.add_argument("--sample", type=int, default=12, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    begin = time.monotonic()
    until = begin + arguments.minutes * 60
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    every = subjects([name for name in arguments.only.split(",") if name], arguments.sample, arguments.seed)
    if not every:
        parser.error("No module is called that.")
    for library in LIBRARIES:
        with contextlib.suppress(Exception):
            importlib.import_module(library)

    folder = Path(tempfile.mkdtemp(prefix="mutate-"))
    files = sorted({str(test) for subject in every for test in subject.tests})
    loop = Loop(every, arguments.jobs, begin + arguments.minutes * 45, folder)
    collected = functools.partial(collect, files, loop)
    for _ in in_turn(1, [("", collected, 36000.0)]):
        pass

    tried_in = {path.name.removesuffix(".json"): json.loads(path.read_text()) for path in folder.glob("*.json")}
    shutil.rmtree(folder)
    outcomes: dict[tuple[str, int], str] = {}
    again: list[tuple[str, Callable[[], int], float]] = []
    for subject in every:
        tried = tried_in.get(subject.module)
        for mutant in subject.mutants:
            if tried is None:
                outcomes[subject.module, mutant.number] = UNTRIED
            elif str(mutant.number) in tried:
                outcomes[subject.module, mutant.number] = CAUGHT if tried[str(mutant.number)] else LEFT
            else:
                name = json.dumps([subject.module, mutant.number])
                again.append((name, functools.partial(try_imported, subject, mutant), 20 + 5 * tried["seconds"]))
    print(f"{time.monotonic() - begin:.0f} s: {len(outcomes)} done, {len(again)} to be imported anew", flush=True)

    def in_time() -> Iterator[tuple[str, Callable[[], int], float]]:
        return (work for work in again if time.monotonic() < until)

    for name, status in in_turn(arguments.jobs, in_time()):
        module, number = json.loads(name)
        outcomes[module, number] = CAUGHT if status else LEFT
    print(f"{time.monotonic() - begin:.0f} s")
    return report(every, outcomes)


def collect(files: list[str], loop: Loop) -> int:
    return int(pytest.main([*OPTIONS, *files], plugins=[loop]))


def report(every: list[Subject], outcomes: dict[tuple[str, int], str]) -> int:
    """Prints a table by module, and each mutant that nobody noticed. 1 where a module is below the goal."""
    equal = {(entry["module"], entry["code"], entry["change"]) for entry in TOML.get("equal", [])}
    rows, left, below = [], [], 0
    for subject in every:
        results = [(mutant, outcomes.get((subject.module, mutant.number), UNTRIED)) for mutant in subject.mutants]
        missed = [mutant for mutant, outcome in results if outcome == LEFT]
        same = [mutant for mutant in missed if (mutant.module, mutant.code, mutant.change) in equal]
        left += [mutant for mutant in missed if mutant not in same]
        caught = sum(outcome == CAUGHT for _, outcome in results)
        tried = caught + len(missed) - len(same)
        untried = sum(outcome == UNTRIED for _, outcome in results)
        below += tried > 0 and caught / tried < GOAL
        share = f"{caught / tried:4.0%}" if tried else "  - "
        rows.append(f"{caught:4} of {tried:3}  {share}  {len(same):2} equal  {untried:3} untried  {subject.module}")
    for mutant in left:
        print(f"{mutant.module.replace('.', '/')}.py:{mutant.line}: {mutant.change}: {mutant.code}")
    print(*rows, sep="\n")
    caught = sum(outcome == CAUGHT for outcome in outcomes.values())
    print(f"{caught} of {caught + len(left)} noticed; {below} modules below {GOAL:.0%}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
