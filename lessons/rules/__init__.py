"""Why a client moves on, stays, takes a step back, takes it easier, rests or stops.

The rules are a table, read from the top: the first row that fits decides (`decide`). Its first rows
(`table.CLIENT_RULES`) ask about the client alone, so that every track gets the same answer; the rows after them
(`table.LESSON_RULES`) ask about one lesson. A row is a decision, a code and a short question about `Facts` or
`LessonFacts`; its sentences are in `wording`. A second table, `talks.TALK_RULES`, names reasons to talk with the
trainer, and moves nobody. The public page prints both from the very rows that run.

Everything here is a coaching rule. The cut-offs come from research on other tissues and on pain, and are extrapolated
to a tight low back; `Thresholds` says where each number comes from.

A verdict depends on the history, the thresholds, the clock and the client's local day alone. Deciding again after a
correction gives the verdict of the corrected entries; a move that was made stays.

What the words of the table mean in the code (`docs/rules.md` explains them at length):

* *Day*: the local day that an entry was stored with (`local_on`), not the date of its instant.
* *Number at rest*: a report with any moment but `after` and `recalled`.
* *Reported day*: a day with a number at rest. It counts once, with the median of them.
* *Start*: the median of the first three reported days.
* *Usual*: the median of the reported days in the `usual_days` that end with the last one before the latest three. With
  fewer than three of them, the last three before the latest three; with fewer than three before these at all, the
  start. While fewer than three days are reported, the median of the three numbers of the sign-up, or none.
* *New usual* (`anew_on`): practice was opened again, or the trainer said "this is the usual now". Reported days of more
  than a week before it no longer count for the usual, where at least three are left, and the *latest* days begin after
  it. The start stays.
* *Up*: `rise` points or more above the usual, and above `fine_score`.
* *Flare*: most of the latest `flare_days`, or of the latest `week_days`, are up against the usual before them. There
  must be as many days to compare with, and the last one must lie in the `usual_days` that end today.
* *Practice day*: a local day with practice of the lesson after the last move on its track (one in the same second does
  not count), in the `usual_days` that end today. Of several practices the score before the first with numbers, the
  highest score after, the highest effort and the last self-check stand for the day; where there was a full version
  among them, effort and self-check are those of the full version.
* *Next day's answer*: the highest number at rest of the first reported day among the `answer_days` after a practice
  day, made `night_hours` or more after its last practice. The number before the next practice is one, too.
* *Good day*: a practice day of the full version with self-check passed, effort up to `effort`, and none of before,
  after and answer up against today's usual. What was not reported does not count against it.
* *Fine day*: every practice of the day was answered with "fine today" instead of scores; `prompt_schedule` says when
  that is offered. It can be good, but one of the good days that move somebody on must have scores and an answer.
* *Stop*: a practice that was stopped because it was getting tighter. Its numbers count, its effort isn't known, and its
  self-check is missed. A day with a stop is neither good nor calm. No load goes up right after one.
* *Easier version*: its numbers count. Its self-check and effort do not, so it neither fails nor moves anybody on.
"""
