"""How often a drill is repeated: a few times in the suite, more often by hand with `DRILLS=whole`."""

import os


def rounds(whole: int, *, in_the_suite: int) -> int:
    return whole if os.environ.get("DRILLS") == "whole" else in_the_suite
