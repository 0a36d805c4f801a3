"""The files of deploy/ as the programs read them that they are for, and the lines of the README on a fresh clone."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module", autouse=True)
def servers() -> None:
    search = subprocess.run([ROOT / "tests/deploy/find_servers"], capture_output=True, text=True, timeout=300)
    if search.returncode:
        pytest.skip(search.stderr.strip().splitlines()[-1])


def read(*command: str | Path) -> str:
    """What a program complains about."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_caddy_reads_its_file_and_would_write_it_so() -> None:
    assert read("caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile") == ""
    formatted = subprocess.run(["caddy", "fmt", DEPLOY / "Caddyfile"], capture_output=True, text=True, check=False)
    assert formatted.stdout == (DEPLOY / "Caddyfile").read_text()


def test_nginx_reads_its_file(tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    ask = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=coach.example"]
    assert read("openssl", *ask, "-keyout", key, "-out", certificate) == ""
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/letsencrypt/live/coach.example", str(tmp_path))
    whole = f"events {{}}\npid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nhttp {{\n{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    assert read("nginx", "-t", "-c", tmp_path / "nginx.conf") == ""


def test_systemd_reads_every_unit(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        here = unit.read_text().replace("/srv/hinge-coach/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / unit.name).write_text(here.replace("User=hinge", "User=daemon"))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ours = [line for line in (verified.stdout + verified.stderr).splitlines() if str(tmp_path) in line]
    assert (verified.returncode, ours) == (0, [])


def test_every_unit_that_the_target_names_is_there_and_no_other() -> None:
    units = {path.name for path in (DEPLOY / "systemd").iterdir()}
    named = set(
        re.findall(r"hinge-coach-[a-z@]+\.(?:service|timer)", (DEPLOY / "systemd/hinge-coach.target").read_text())
    )
    templates = {re.sub(r"@\w+\.", "@.", name) for name in named}
    by_timers = {name.replace(".timer", ".service") for name in units if name.endswith(".timer")}
    assert (
        units
        == {"hinge-coach.target", "hinge-coach-send@.service"} | {n for n in templates if "@" not in n} | by_timers
    )


def test_the_lines_of_the_readme_run_on_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True, timeout=60)
    (clone / ".venv").symlink_to(Path(sys.executable).parent.parent)  # what pip would install is installed already
    (clone / ".venv" / "run-stamp").touch()
    chapter = (clone / "README.md").read_text().partition("## Put it on a server\n")[2]
    lines = [
        line.strip() for line in chapter.partition("\n`docs/deploy.md`")[0].splitlines() if line.startswith("    ")
    ]
    assert [line.split()[0] for line in lines] == ["export"] * 4 + ["make"] + [
        ".venv/bin/python",
        ".venv/bin/gunicorn",
    ] + [".venv/bin/python"] * 4
    setup, stays = lines[:6], [line.partition("#")[0].strip() for line in lines[6:]]
    script = "\n".join(["set -e", *setup, *(f"{line} &" for line in stays), "wait"])
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**inherited, "BIND": "127.0.0.1:8917", "WEB_WORKERS": "1"}
    with (tmp_path / "log").open("w") as log:
        site = subprocess.Popen(
            ["bash", "-c", script], cwd=clone, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        request = urllib.request.Request("http://127.0.0.1:8917/healthz", headers={"Host": "coach.example"})
        for _ in range(600):
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    assert answer.read() == b'{"status": "ok"}'
                break
            except OSError:
                assert site.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.2)
        else:
            raise AssertionError((tmp_path / "log").read_text())
    finally:
        os.killpg(site.pid, signal.SIGKILL)
        site.wait(timeout=30)
    assert "Traceback" not in (tmp_path / "log").read_text()
