"""Why a client moves on, stays, takes a step back or stops.

The rules are a table (`table.RULES`), read from the top: the first row that fits decides. A row is a decision, a code
and a short question about the `Facts`; its sentences are in `wording`. The public page prints the table from the very
rows that run.

Everything here is a coaching rule. The cut-offs come from research on tendons and kneecaps and are extrapolated to
a tight low back; `Thresholds` says where each number comes from.

A verdict depends on the history, the thresholds and the clock alone. After an entry was edited or back-dated, deciding
again gives the verdict of the corrected entries.

What the words of the table mean in the code (`docs/rules.md` explains them at length):

* *Practice day*, a *session* in the sentences: a local day with at least one practice of the lesson. Of several
  practices the highest score after, the highest effort and the last self-check stand for the day.
* *Next morning*: a report with the moment `morning`. It belongs to the last practice day on an earlier local day, and
  only within `morning_hours` of that day's last practice. Of two on one morning the higher counts.
* *Start*: the median of the first `reference_reports` reports at rest, that is with any moment but `after`.
* *Morning reference*, "first mornings" in the sentences: the median of the first `reference_reports` mornings. While
  there are fewer, the start is used; while that is unknown too, the rules hold.
* What happened before the last step back no longer counts for stepping back or moving on. What happened before the
  last closure was lifted no longer counts, except for the start and the morning reference.
* *Easier version*: its scores count. Its self-check and effort do not, so it neither fails nor moves anybody on.
* *Fine day*: every practice of the day was answered with "fine today" instead of scores; `prompt_schedule` says when
  that is offered. It has no score, and no next morning is awaited. It is clean where self-check and effort are, but one
  of the clean days that move somebody on must have scores and a next morning.
* *Week's mean*: there is none for a week with a fine practice of any lesson in it. Somebody who is asked less often
  reports at other times of the day than before, and would be stepped back for that. The level looks at three weeks
  then.
"""
