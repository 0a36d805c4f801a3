"""The lines of the Containerfile fit what they copy, run and set."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text()).splitlines()
STEPS = [(line.split()[0], line.split()[1:]) for line in LINES if line and not line.startswith("#")]
BY_PODMAN = "## In containers\n"


def words_of(step: str) -> list[list[str]]:
    return [words for name, words in STEPS if name == step]


def test_it_copies_what_is_there_and_leaves_out_what_is_secret_or_large() -> None:
    sources = [source for *names, _ in words_of("COPY") for source in names]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    left_out = set((ROOT / ".containerignore").read_text().split())
    assert left_out >= {".git", ".venv", "var"}
    assert not left_out & {"lessons", "hinge_coach", "static", "templates", "docs", "Makefile", "gunicorn.conf.py"}


def test_it_installs_by_the_makefile_what_it_starts() -> None:
    stamps = {word for words in words_of("RUN") for word in words if word.endswith("stamp")}
    assert stamps == {".venv/run-stamp"}
    assert ".venv/run-stamp: requirements.txt" in (ROOT / "Makefile").read_text()
    assert words_of("CMD") == [['["gunicorn"]']]
    assert "\ngunicorn==" in (ROOT / "requirements.txt").read_text()


def test_its_settings_are_ours_and_its_folders_those_of_the_other_way() -> None:
    set_here = dict(word.split("=", 1) for word in words_of("ENV")[0])
    table = (ROOT / "README.md").read_text()
    known = set(re.findall(r"`([A-Z][A-Z_]+)`", table)) | {"PATH", "PYTHONUNBUFFERED"}
    assert set_here.keys() - known == set()
    elsewhere = dict(
        line.split("=", 1) for line in (ROOT / "deploy/hinge-coach.env").read_text().splitlines() if "=" in line
    )
    shared = ("DATABASE_URL", "MEDIA_ROOT", "STATIC_ROOT")
    assert {name: set_here[name] for name in shared} == {name: elsewhere[name] for name in shared}


def test_it_runs_as_somebody_who_is_not_root_and_keeps_its_data_outside() -> None:
    names = [name for name, _ in STEPS]
    assert words_of("USER") == [["hinge"]]
    assert names.index("USER") > max(index for index, name in enumerate(names) if name in ("RUN", "COPY"))
    volumes = [word.strip('[],"') for word in words_of("VOLUME")[0]]
    made = next(words for words in words_of("RUN") if "install" in words and "-o" in words)
    assert volumes == ["/var/lib/hinge-coach", "/var/backups/hinge-coach"]
    assert made[-2:] == volumes


def test_the_guide_starts_every_command_of_the_target_in_it() -> None:
    guide = (ROOT / "docs/deploy.md").read_text().partition(BY_PODMAN)[2].partition("\n## ")[0]
    target = (ROOT / "deploy/systemd/hinge-coach.target").read_text()
    sends = {f"send_{name}" for name in re.findall(r"hinge-coach-send@([a-z]+)", target)}
    assert set(re.findall(r"manage\.py (db_worker|send_\w+)", guide)) == {"db_worker", *sends}
