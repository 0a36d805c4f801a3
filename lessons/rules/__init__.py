"""Why a client moves on, stays, steps back or stops.

The rules are a table (`RULES`), read from the top: the first row that fits decides. Each row is plain data and a
small question about the facts, so the public page prints the table from the very rows that run.

Everything here is a coaching rule. The cut-offs come from tendon and kneecap training and are stretched to a
tight low back; `Thresholds` says where each number is from. A verdict is never stored facts: edit or back-date
an entry, ask again, and the answer is the one the corrected entries give.

How the words of the table are read:

* A *session* is a local day with at least one practice of the lesson. Several practices that day are one session:
  the highest score after, the highest effort, and the last self-check of the day.
* A *next morning* is a report with the moment "morning". It belongs to the last session on an earlier local day,
  and only within `morning_hours` of it. Two on one morning: the higher one counts.
* The *morning reference* is the median of the first `reference_reports` mornings, "the first mornings" in the
  sentences. While there are fewer, the first reports of any moment that isn't "after" stand in. While there are fewer
  still, there is none, and we hold. *The start* is the median of those first reports, as in the picture of the weeks.
* What happened before the last step back no longer counts for stepping back or moving on. What happened before
  the trainer opened practice again no longer counts for anything but the morning reference and the start.
* An easier practice is a practice, and its scores count. Its self-check and its effort don't: it neither fails nor
  moves anybody on.
* A *fine* session is one whose practices were all answered with "fine today" instead of scores; `asking` says when
  that is offered. It is no number and waits for no morning. It is clean where self-check and effort are, but fine
  sessions alone move nobody on: one of the clean ones needs its scores and its next morning.
* A *week* with a fine practice in it, of whatever lesson, has no mean: few reports, taken at other times of the day
  than the week before, would step back people who are only asked less. The level looks at three weeks then.
"""
