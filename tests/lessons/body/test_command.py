"""The command `manage.py body`, as somebody at a shell meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "body", *arguments],
        cwd=ROOT,
        env={**os.environ, "DEBUG": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.walk
def test_the_command_prints_the_fixed_pose_as_json() -> None:
    done = run(
        *["--sex", "m", "--stature", "1.77", "--mass", "75", "--shank", "0", "--thigh", "25", "--lean", "45", "--json"]
    )
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer["joints"]["hip"] == pytest.approx([-0.1826, 0.8936], abs=1e-4)
    assert answer["moments_nm"] == pytest.approx(
        {"ankle": 15.592, "knee": -15.592, "hip": 119.684, "l5s1": 90.584}, abs=0.001
    )


@pytest.mark.walk
def test_an_unreachable_pose_leaves_the_shell_with_2() -> None:
    done = run("--thigh", "40")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "The body can't stay up like that: with the other angles as asked the thigh can't be 40 degrees; "
        "the nearest it can be is 29.5."
    ]


def test_the_command_solves_the_lean_for_a_woman(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("body", "--sex", "f", "--stature", "1.61", "--mass", "65", "--thigh", "25", "--lean", "auto")
    assert "lean 65.1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--thigh", "40"], "the nearest it can be is 29.5"),
        (["--thigh", "nan"], "thigh must be a number"),
        (["--lean", "sideways"], "lean must be auto or a number"),
        (["--mass", "-75"], "Mass must be from 30 to 250 kg"),
        (["--sex", "x"], "Sex must be f or m"),
        (["--mass", "1e999"], "Mass must be"),
        (["--shank", "-inf"], "xpected one argument"),
        (["--hips", "4"], "nrecognized arguments"),
    ],
)
def test_wrong_or_unreachable_input_gets_one_sentence_and_exit_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("body", *arguments)
    output = capsys.readouterr()
    assert (left.value.code, output.out) == (2, "")
    assert words in output.err
    assert len(output.err.splitlines()) == 1
    assert output.err.strip().endswith(".")
