"""How often the rules are wrong about invented clients: what the public page says of the simulation. PURE.

The tables stand in `docs/rules.md`, where `make simulate` prints them; a test compares them with these figures. Steady
people are the rows `steady 0` to `steady 7`, of which the worst counts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OperatingCharacteristics:
    """Rates are per person and month of 30 days, shares in percent, times in days.

    `noticed`: within seven reported days. `harm`: every practice makes the next day 2.5 points worse, from the first
    day on. `median`: of those for whom it came to a talk.
    """

    steps_back: float
    eases: float
    first_track_from: int
    first_track_to: int
    stays_on_first_lesson: int
    closed_at_8: int
    rise_of_2_noticed: int
    rise_of_3_noticed: int
    flare_noticed: int
    flare_noticed_without_mornings: int
    creeping_never: int
    creeping_median: int
    harm_talked: int
    harm_talk_median: int

    @property
    def months_for_a_step_back(self) -> int:
        return round(1 / self.steps_back)

    @property
    def months_for_an_ease(self) -> int:
        return round(1 / self.eases)


SIMULATED = OperatingCharacteristics(
    steps_back=0.12,
    eases=0.22,
    first_track_from=49,
    first_track_to=57,
    stays_on_first_lesson=0,
    closed_at_8=42,
    rise_of_2_noticed=96,
    rise_of_3_noticed=100,
    flare_noticed=95,
    flare_noticed_without_mornings=88,
    creeping_never=10,
    creeping_median=23,
    harm_talked=79,
    harm_talk_median=26,
)
