"""What the site stores about people, why, and for how long: every column of every model. PURE.

The privacy page is made from `TABLE`, `manage.py retain` deletes what its rows say, and a test compares the columns
with those of the models: a new one fails until it stands here.
"""

from dataclasses import dataclass
from enum import Enum


class Until(Enum):
    """When it goes. `{calls}`, `{joining}`, … are days."""

    ERASED = "Until you erase your account."
    CALL = "{calls} days after the call, then who called and what they wrote is blanked. Earlier if you ask."
    JOINED = "Until you join. An address that never joined goes after {joining} days."
    INVITED = "{invited} days after the invitation was sent last."
    SIGNED_OUT = "Until you sign out, or the sign-in ends by itself."
    SENT = "{mails} days after the mail was sent, or could not be."
    ENDED = "{looks} days."
    TRAINER = "As long as the trainer has the site."


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data: `columns` as `room.Model` and the names of its fields."""

    what: str
    why: str
    until: Until
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataGroup:
    title: str
    rows: tuple[PersonalData, ...]


TABLE = (
    DataGroup(
        "Your account",
        (
            PersonalData(
                "Your e-mail address, your name, your time zone, when you signed up and signed in last.",
                "So that you can sign in by a mailed code, and days and hours are your own.",
                Until.ERASED,
                (
                    ("accounts.User", "email name zone joined_at last_login password"),
                    ("account.EmailAddress", "email verified primary"),
                ),
            ),
            PersonalData(
                "Your phone number, if you gave it, and your choices: mails, hours, pounds or kilograms, who is drawn.",
                "So that your trainer can call you, and the site asks when it suits you.",
                Until.ERASED,
                (
                    (
                        "accounts.Client",
                        "joined_at consented_at morning_hour day_begins weight_unit drawn_as phone message_mail "
                        "archived_at",
                    ),
                    ("lessons.NewsSeen", "seen_at"),
                ),
            ),
            PersonalData(
                "An address that signed up and didn’t answer the first questions.",
                "So that you can go on where you stopped.",
                Until.JOINED,
                (("account.EmailConfirmation", "created sent key"),),
            ),
            PersonalData(
                "The address and name in an invitation, when it was sent, opened, used or withdrawn.",
                "So that the invited person, and nobody else, can join by it, and nobody is asked again for nothing.",
                Until.INVITED,
                (
                    (
                        "accounts.Invitation",
                        "email name token_hash invited_at link_made_at mails opened_at accepted_at withdrawn_at",
                    ),
                ),
            ),
            PersonalData(
                "A second step: the key of your app or passkey, encrypted where it is a secret.",
                "So that a stolen mailbox alone opens nothing.",
                Until.ERASED,
                (("mfa.Authenticator", "type data created_at last_used_at"),),
            ),
            PersonalData(
                "Your sign-in on each device, and what you were typing when it ended.",
                "So that you stay signed in, and lose no words.",
                Until.SIGNED_OUT,
                (("sessions.Session", "session_key session_data expire_date"),),
            ),
        ),
    ),
    DataGroup(
        "Your body and your practice",
        (
            PersonalData(
                "Your numbers for tightness, with their time, situation and note.",
                "So that you and your trainer see whether it helps, and the coaching rules follow you.",
                Until.ERASED,
                (
                    (
                        "tightness.CheckIn",
                        "at local_on score moment situation note note_for_doctor created_at edited_at "
                        "deleted_at sent_at",
                    ),
                ),
            ),
            PersonalData(
                "Each practice: the lesson, how it went, how hard it was, your weight in the hand, your note.",
                "So that the next lesson fits you.",
                Until.ERASED,
                (
                    (
                        "lessons.Practice",
                        "done_at local_on guess passed effort stopped easier cue note note_for_doctor measure answer "
                        "load load_unit sent_at back_dated edited_at deleted_at",
                    ),
                    ("lessons.StartTest", "taken_at local_on chair wall bow placements"),
                    ("lessons.SkippedStartTest", "skipped_at"),
                ),
            ),
            PersonalData(
                "Your answers to the safety questions, what was closed because of them, and your pauses.",
                "So that nobody is led into practice who should see a doctor first.",
                Until.ERASED,
                (
                    ("safety.Screening", "answered_at answers level"),
                    ("safety.Closure", "cause level sentence closed_at lifted_at note"),
                    ("safety.Pause", "begins_on ends_on"),
                    (
                        "lessons.VariationAnswer",
                        "answered_at floor unsteady thin_bones pregnancy new_joint tall short",
                    ),
                ),
            ),
            PersonalData(
                "What the coaching rules said, with their reasons, where you stand, and each move.",
                "So that every step can be explained, also later.",
                Until.ERASED,
                (
                    (
                        "lessons.VerdictRecord",
                        "decision reasons would_change look_again_on morning_reference usual thresholds decided_at",
                    ),
                    ("lessons.TrackPosition", "track finished easier since"),
                    ("lessons.Move", "track moved_at local_on note"),
                    (
                        "lessons.Talk",
                        "code client_sentence trainer_sentence points count opened_at opened_on talked_at "
                        "talked_on line",
                    ),
                    ("lessons.NewUsual", "since since_on line"),
                    (
                        "lessons.ClientSummary",
                        "made_at sort_name usual start last_score last_number_on last_practice_on last_report_at "
                        "numbers days lessons",
                    ),
                    (
                        "lessons.Signal",
                        "code weight points since evidence_at from_at until_at facts though_closed",
                    ),
                ),
            ),
            PersonalData(
                "Where you hinged during the day, and your plan.",
                "So that you see the lesson arrive in your days.",
                Until.ERASED,
                (
                    ("lessons.CarryOver", "local_on situation"),
                    ("lessons.Plan", "when then chosen_at"),
                ),
            ),
        ),
    ),
    DataGroup(
        "Between you and the trainer",
        (
            PersonalData(
                "The words you write to each other, and when they were seen.",
                "So that you can answer each other.",
                Until.ERASED,
                (
                    ("lessons.Message", "text written_at sent_at seen_at"),
                    ("lessons.MessageMail", "token_hash begun_at due_at done_at"),
                    ("lessons.MorningMail", "local_on token_hash at"),
                ),
            ),
            PersonalData(
                "The trainer’s own notes about you, tags, and what was handled on the desk.",
                "So that the trainer knows where you were, and nothing is done twice or forgotten.",
                Until.ERASED,
                (
                    ("coaching.Note", "text written_at"),
                    ("coaching.Tag", "name"),
                    ("coaching.Handled", "up_to until line"),
                    ("coaching.Deed", "kind at up_to until line reasons"),
                ),
            ),
            PersonalData(
                "Who opened your file, and when.",
                "So that you can see it on your own page.",
                Until.ERASED,
                (("accounts.Look", "kind at"),),
            ),
        ),
    ),
    DataGroup(
        "A free call",
        (
            PersonalData(
                "Your name, e-mail address and phone number, the time of the call and its zone, what you wrote about "
                "your back and your answers to the safety questions, if you gave them.",
                "So that the trainer can call you and knows why.",
                Until.CALL,
                (
                    (
                        "booking.Call",
                        "name email phone extension about zone has_24h_clock title cancel_reason tightness tight_when "
                        "tried answers taster keeps_answers source",
                    ),
                    ("booking.CallNote", "text written_at"),
                ),
            ),
        ),
    ),
    DataGroup(
        "On the way, and in the engine room",
        (
            PersonalData(
                "Mails on their way: to whom, and what they are about.",
                "So that none is lost and none goes out twice.",
                Until.SENT,
                (
                    (
                        "django_tasks_database.DBTaskResult",
                        "args_kwargs return_value exception_class_path traceback status enqueued_at started_at "
                        "finished_at run_after task_path",
                    ),
                ),
            ),
            PersonalData(
                "What was changed by hand in the administration pages, with the name of the row.",
                "So that a slip can be found and put right.",
                Until.ENDED,
                (("admin.LogEntry", "action_time object_id object_repr action_flag change_message"),),
            ),
        ),
    ),
    DataGroup(
        "The trainer’s own",
        (
            PersonalData(
                "Face and words, phone number, hours, days off, busy times of other calendars.",
                "So that visitors know whom they call, and calls fit into the day.",
                Until.TRAINER,
                (
                    ("accounts.Trainer", "bio phone allow_signup message_mail digest_hour has_keys"),
                    ("safety.Review", "name profession reviewed_on"),
                    ("booking.Hours", "weekday starts ends"),
                    ("booking.DateRule", "on last kind starts ends"),
                    ("booking.EmbedOrigin", "origin"),
                    ("booking.Feed", "token_hash made_at"),
                    (
                        "booking.BusyCalendar",
                        "name url tried_at read_at problem etag last_modified expanded_until entries left_out "
                        "left_out_words unknown_zones",
                    ),
                    ("booking.BusySpan", "start end"),
                ),
            ),
        ),
    ),
)

# Columns that say nothing about anybody: numbers of rows and rows they belong to, what the site teaches, its own state.
IMPERSONAL = (
    ("accounts.User", "id is_superuser is_active is_staff"),
    ("accounts.Trainer", "id user only"),
    ("accounts.Client", "id user stale_since"),
    ("accounts.Look", "id client by"),
    ("accounts.Invitation", "id invited_by"),
    ("account.EmailAddress", "id user"),
    ("account.EmailConfirmation", "id email_address"),
    ("mfa.Authenticator", "id user"),
    ("safety.Pause", "id client by"),
    ("safety.Screening", "id client sent_as"),
    ("safety.Closure", "id client lifted_by"),
    ("safety.Review", "id only fingerprint"),
    ("tightness.CheckIn", "id client imported"),
    ("lessons.ClientSummary", "client release"),
    ("lessons.Signal", "id client"),
    ("lessons.CarryOver", "id client"),
    ("lessons.Plan", "id client"),
    (
        "lessons.Lesson",
        "id slug track number title summary minutes brief reason why how real_life set_up steps easier_steps cues "
        "faults feel muscles dose self_check easier equipment needs variations load optional sources right_label "
        "fault_label source_hash edited_at shipped_hash",
    ),
    ("lessons.Practice", "id client lesson before after imported"),
    ("lessons.VerdictRecord", "id practice next_lesson"),
    ("lessons.Message", "id client by practice"),
    ("lessons.MessageMail", "id reader"),
    ("lessons.MorningMail", "id client"),
    ("lessons.NewsSeen", "id client"),
    ("lessons.StartTest", "id client imported"),
    ("lessons.SkippedStartTest", "id client"),
    ("lessons.TrackPosition", "id client lesson"),
    ("lessons.Move", "id client from_lesson to_lesson verdict start_test by"),
    ("lessons.RuleSet", "id values note by saved_at"),
    ("lessons.Talk", "id client talked_by"),
    ("lessons.NewUsual", "id client by"),
    ("lessons.VariationAnswer", "id client"),
    (
        "booking.CallRules",
        "id trainer length_minutes buffer_before buffer_after grid_minutes notice_minutes horizon_days calls_a_day "
        "confirm_by_mail",
    ),
    ("booking.Hours", "id trainer"),
    ("booking.DateRule", "id trainer"),
    ("booking.EmbedOrigin", "id trainer"),
    ("booking.Feed", "id trainer"),
    ("booking.BusyCalendar", "id trainer"),
    ("booking.BusySpan", "id calendar"),
    # When a call was and how it went stays, so that counts stay true; without a name it is nobody's.
    (
        "booking.Call",
        "id trainer starts_at ends_at status nonce token_hash sequence booked_at changed_at confirm_by move_asked_at "
        "forgotten_at",
    ),
    ("booking.Cell", "id start call"),
    ("booking.CallEvent", "id call kind by at starts_at"),
    ("booking.CallNote", "id call"),
    ("booking.Reminder", "id call kind starts_at at"),
    ("coaching.Note", "id client by"),
    ("coaching.Tag", "id client"),
    ("coaching.Handled", "client"),
    ("coaching.Deed", "id client by"),
    ("coaching.DeskLine", "id kind at read_at"),
    ("coaching.Digest", "id on at"),
    ("backups.Backup", "id taken_at name size"),
    ("django_tasks_database.DBTaskResult", "id priority worker_ids queue_name backend_name"),
    ("admin.LogEntry", "id user content_type"),
    ("auth.Permission", "id name content_type codename"),
    ("auth.Group", "id name"),
    ("contenttypes.ContentType", "id app_label model"),
)
