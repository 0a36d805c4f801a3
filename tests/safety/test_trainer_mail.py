"""The mail that tells the trainer of a closure: once for each, who and of what kind, and nothing about a body."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from html import unescape
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connections, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.demo import people
from hinge_coach.demo.personas import PERSONAS
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import QUESTIONS, Level, Question
from hinge_coach.safety.trainer_mail import send_closure_mail
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("clock_stands_still", "trainer")

BODY_WORDS = re.compile(
    r"\b(?:back|legs?|tight\w*|stiff\w*|pain\w*|numb(?:ness)?|urine|cancer|fever|weight|hinge|lessons?)\b",
    re.IGNORECASE,
)
CLOSURES = [
    (Closure.Cause.ANSWERS, Level.EMERGENCY),
    (Closure.Cause.ANSWERS, Level.TODAY),
    (Closure.Cause.ANSWERS, Level.REFER),
    (Closure.Cause.RULE, Level.REFER),
]
ORDER = list(Level)
AN_HOUR = timedelta(hours=1)
Queued = Callable[[], list[list[object]]]


@pytest.fixture
def queued(settings: Settings) -> Queued:
    """The arguments of the mails that wait for the worker: closure, level, whether it was closed before."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def arguments() -> list[list[object]]:
        rows = DBTaskResult.objects.filter(task_path=send_closure_mail.module_path)
        return sorted((row.args_kwargs["args"] for row in rows), key=lambda args: (args[0], ORDER.index(args[1])))

    return arguments


def close(client: Client, cause: str, level: Level, at: datetime) -> Closure:
    return closing.close_practice(client=client, cause=cause, level=level, sentence="It rose to 9.", at=at)


def mailed(closure: Closure, *, is_raised: bool = False) -> EmailMultiAlternatives:
    """What the worker sends for this closure as it is now."""
    mail.outbox.clear()
    send_closure_mail.call(closure.pk, closure.level, is_raised)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def paragraphs(message: EmailMultiAlternatives) -> list[str]:
    """Of the HTML part, with the mark-up of names and lines taken off."""
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    blocks = re.findall(r"<p>(.*?)</p>", str(html), re.DOTALL)
    return [one_line(unescape(re.sub(r"</?(?:bdi|strong)>", "", block.replace("<br>", " ")))) for block in blocks]


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def everything_in(message: EmailMultiAlternatives) -> str:
    return " ".join([str(message.subject), str(message.body), *paragraphs(message)])


class TestText:
    def test_it_says_who_of_what_kind_what_was_told_and_what_is_next(self, maya: Client, now: datetime) -> None:
        message = mailed(close(maya, Closure.Cause.ANSWERS, Level.TODAY, now))
        assert (message.subject, message.to, message.reply_to) == (
            "Practice is closed for Maya",
            ["trainer@example.com"],
            ["maya@example.com"],
        )
        assert message.body == (
            "Practice is closed for Maya.\n\n"
            "Why: a safety answer asks for a doctor today.\n"
            "When: Wednesday, March 4, 10:00 am, New York time.\n\n"
            "They were told to speak to a doctor or an urgent-care line today.\n\n"
            "Please call them today, and ask whether they have seen a doctor. "
            "Practice stays closed until you open it on their page:\n\n"
            f"    http://127.0.0.1:8000/desk/clients/{maya.pk}/\n\n"
            "To write to Maya, answer this mail.\n\n"
            "This mail says nothing about a body, on purpose, because mail passes through many hands. "
            "What they answered and reported is only on their page, behind your sign-in.\n"
        )

    @pytest.mark.parametrize(
        ("cause", "level", "why", "told", "next_step"),
        [
            (*CLOSURES[0], "asks for help at once.", "to get help now, before anything else", "Please call them now,"),
            (
                *CLOSURES[1],
                "asks for a doctor today.",
                "to speak to a doctor or an urgent-care line",
                "call them today,",
            ),
            (
                *CLOSURES[2],
                "asks for somebody to look first.",
                "to see a doctor or a physical",
                "or they say that they",
            ),
            (*CLOSURES[3], "the coaching rules stopped practice.", "until you have talked", "look at the reasons"),
        ],
    )
    def test_each_kind_has_its_words(
        self, maya: Client, now: datetime, cause: str, level: Level, why: str, told: str, next_step: str
    ) -> None:
        message = mailed(close(maya, cause, level, now))
        assert message.subject == "Practice is closed for Maya"  # the kind shows on no locked phone
        _, reason, advice, step, *_ = str(message.body).split("\n\n")
        assert (why in reason, told in advice, next_step in step) == (True, True, True)

    @pytest.mark.parametrize(("cause", "level"), CLOSURES)
    def test_html_and_text_say_the_same(self, maya: Client, now: datetime, cause: str, level: Level) -> None:
        message = mailed(close(maya, cause, level, now))
        link = f"http://127.0.0.1:8000/desk/clients/{maya.pk}/"
        text = [one_line(paragraph) for paragraph in str(message.body).split("\n\n")]
        html = [paragraph.replace(f'<a href="{link}">Open their page</a>', link) for paragraph in paragraphs(message)]
        assert html == text

    @pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
    def test_no_answer_gets_into_the_mail(self, maya: Client, now: datetime, question: Question) -> None:
        closing.record_screening(client=maya, answers=[question.code], at=now)
        mail_text = everything_in(mailed(maya.closures.get()))
        assert (question.text in mail_text, BODY_WORDS.findall(mail_text)) == (False, [])

    def test_the_reason_of_a_rule_stays_on_the_site(self, maya: Client, now: datetime) -> None:
        mail_text = everything_in(mailed(close(maya, Closure.Cause.RULE, Level.REFER, now)))
        assert ("It rose to 9" in mail_text, BODY_WORDS.findall(mail_text)) == (False, [])

    def test_what_was_closed_before_is_called_more_urgent(self, maya: Client, now: datetime) -> None:
        message = mailed(close(maya, Closure.Cause.ANSWERS, Level.EMERGENCY, now), is_raised=True)
        assert message.subject == "More urgent now: practice is closed for Maya"
        assert "It was closed before, and what came now is more urgent." in str(message.body)

    def test_a_name_is_plain_in_the_text_escaped_in_the_html_and_one_line_in_the_subject(
        self, maya: Client, now: datetime
    ) -> None:
        User.objects.filter(pk=maya.user_id).update(name="Maya <b>&\r\nCo</b>")
        message = mailed(close(maya, Closure.Cause.ANSWERS, Level.TODAY, now))
        assert message.subject == "Practice is closed for Maya <b>& Co</b>"
        assert "To write to Maya <b>&\r\nCo</b>, answer" in str(message.body)
        html = str(message.alternatives[0][0])
        assert ("<b>" in html, "<bdi>Maya &lt;b&gt;&amp;" in html) == (False, True)

    def test_somebody_without_a_name_is_named_by_the_address(self, maya: Client, now: datetime) -> None:
        User.objects.filter(pk=maya.user_id).update(name="")
        message = mailed(close(maya, Closure.Cause.ANSWERS, Level.TODAY, now))
        assert message.subject == "Practice is closed for maya@example.com"

    def test_the_desk_can_name_it(self, maya: Client, queued: Queued, now: datetime) -> None:
        close(maya, Closure.Cause.ANSWERS, Level.TODAY, now)
        row = DBTaskResult.objects.get()
        assert outbox.describe(row) == "to you, that practice is closed for Maya (maya@example.com)"
        joining.erase_account(maya.user)
        assert outbox.describe(row) == "to you, that practice is closed for somebody"


class TestWhen:
    @pytest.mark.parametrize(("cause", "level"), CLOSURES)
    def test_every_closure_queues_one_mail(
        self, maya: Client, queued: Queued, now: datetime, cause: str, level: Level
    ) -> None:
        closure = close(maya, cause, level, now)
        assert queued() == [[closure.pk, level, False]]

    def test_clear_answers_queue_none(self, maya: Client, queued: Queued, now: datetime) -> None:
        closing.record_screening(client=maya, answers=[], at=now)
        assert queued() == []

    @pytest.mark.parametrize("later", [Level.REFER, Level.TODAY])
    def test_the_same_or_a_milder_answer_again_queues_none(
        self, maya: Client, queued: Queued, now: datetime, later: Level
    ) -> None:
        closure = factories.close_by_answer(maya, now, Level.TODAY)
        factories.close_by_answer(maya, now + AN_HOUR, later)
        closing.record_screening(client=maya, answers=[], at=now + AN_HOUR)
        assert queued() == [[closure.pk, Level.TODAY, False]]

    def test_a_more_urgent_answer_queues_another_with_its_own_message_id(
        self, maya: Client, queued: Queued, now: datetime
    ) -> None:
        ids = []
        for level in (Level.REFER, Level.TODAY, Level.EMERGENCY):
            closure = factories.close_by_answer(maya, now, level)  # at the same instant
            ids.append(mailed(closure).extra_headers["Message-ID"])
        assert queued() == [[closure.pk, "refer", False], [closure.pk, "today", True], [closure.pk, "emergency", True]]
        assert len(set(ids)) == 3

    def test_closing_anew_after_opening_is_another_mail(
        self, maya: Client, trainer: Trainer, queued: Queued, now: datetime
    ) -> None:
        first = factories.close_by_answer(maya, now)
        first_id = mailed(first).extra_headers["Message-ID"]
        first.lift(by=trainer.user, note="We talked.", at=now)
        second = factories.close_by_answer(maya, now)
        assert queued() == [[first.pk, "today", False], [second.pk, "today", False]]
        assert mailed(second).extra_headers["Message-ID"] != first_id

    def test_what_is_rolled_back_queues_none(self, maya: Client, queued: Queued, now: datetime) -> None:
        with transaction.atomic():
            factories.close_by_answer(maya, now)
            assert len(queued()) == 1
            transaction.set_rollback(True)
        assert (queued(), Closure.objects.count()) == ([], 0)

    def test_looking_at_the_questions_and_at_the_closed_page_queues_none(
        self, maya: Client, sign_in: SignIn, queued: Queued, now: datetime
    ) -> None:
        factories.close_by_answer(maya, now)
        browser = sign_in(maya)
        for page in ("/safety/", "/safety/questions/", "/safety/questions/?lately=feverish", "/today/"):
            assert (browser.get(page).status_code, browser.head(page).status_code) == (200, 200)
        assert len(queued()) == 1

    def test_two_presses_queue_one(self, maya: Client, sign_in: SignIn, queued: Queued) -> None:
        browser = sign_in(maya)
        for _ in range(2):
            browser.post("/safety/questions/", factories.safety_answers("feverish"))
        assert (len(queued()), maya.screenings.count()) == (1, 2)


class TestWhatChangesBeforeItIsSent:
    @pytest.fixture
    def closure(self, maya: Client, now: datetime) -> Closure:
        return factories.close_by_answer(maya, now, Level.REFER)

    @pytest.mark.parametrize("since", ["more urgent", "opened by the trainer", "erased", "no trainer"])
    def test_it_is_not_sent(self, closure: Closure, trainer: Trainer, now: datetime, since: str) -> None:
        match since:
            case "more urgent":  # which has a mail of its own
                factories.close_by_answer(closure.client, now, Level.TODAY)
            case "opened by the trainer":
                closure.lift(by=trainer.user, note="We talked.", at=now)
            case "erased":
                joining.erase_account(closure.client.user)
            case "no trainer":
                trainer.delete()
        send_closure_mail.call(closure.pk, "refer", False)
        assert mail.outbox == []

    def test_one_that_the_client_has_lifted_is_told_in_the_past_tense(self, closure: Closure, sign_in: SignIn) -> None:
        """The desk doesn't list it anymore, and the mail server was away when it was closed."""
        sign_in(closure.client).post("/safety/cleared/", {"cleared": "on"})
        closure.refresh_from_db()
        message = mailed(closure)
        assert message.subject == "Practice was closed for Maya"
        assert "Since then they have said that they have been, and opened practice again." in str(message.body)
        assert "stays closed" not in str(message.body)

    def test_sent_twice_it_is_the_same_mail(self, closure: Closure) -> None:
        first, again = mailed(closure), mailed(closure)
        assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
        assert (first.subject, first.body, first.alternatives) == (again.subject, again.body, again.alternatives)


class TestPastDays:
    @pytest.mark.walk
    def test_the_demo_people_mail_nobody(
        self, queued: Queued, curriculum: None, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        persona = next(persona for persona in PERSONAS if persona.safety_answer)
        monkeypatch.setattr(people, "PERSONAS", [persona])
        assert people.make_people(now) == [persona.name]
        assert (Closure.objects.exists(), DBTaskResult.objects.count(), mail.outbox) == (True, 0, [])

    def test_what_is_muted_ends_with_its_block(self, maya: Client, queued: Queued, now: datetime) -> None:
        with suppress(KeyError), outbox.muted():
            closing.record_screening(client=maya, answers=["age"], at=now)
            closing.record_screening(client=maya, answers=["nothing"], at=now)
        assert (queued(), Closure.objects.count()) == ([], 1)
        factories.close_by_answer(maya, now, Level.EMERGENCY)
        assert len(queued()) == 1


def test_without_a_trainer_joining_closes_practice_and_mails_nobody(
    newcomer: User, trainer: Trainer, sign_in: SignIn, queued: Queued
) -> None:
    trainer.delete()
    assert factories.answer_safety(sign_in(newcomer), "saddle").status_code == 302
    ((closure_id, level, is_raised),) = queued()
    send_closure_mail.call(closure_id, level, is_raised)
    assert (mail.outbox, Closure.objects.count()) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_the_most_urgent_stays_and_each_is_mailed_once(
    maya: Client, queued: Queued, real_file: None, now: datetime
) -> None:
    levels = [Level.REFER, Level.TODAY, Level.EMERGENCY] * 3
    ready = Barrier(len(levels))

    def answer(level: Level) -> None:
        ready.wait(timeout=10)
        try:
            factories.close_by_answer(maya, now, level)
        finally:
            connections["default"].close()

    def look() -> tuple[list[str], list[str]]:
        stock = list(Closure.objects.values_list("level", flat=True)), [str(level) for _, level, _ in queued()]
        connections["default"].close()
        return stock

    with ThreadPoolExecutor(len(levels)) as pool:
        list(pool.map(answer, levels))
        active, mailed_levels = pool.submit(look).result()
    assert active == [Level.EMERGENCY]
    assert mailed_levels == [level for level in ORDER if level in mailed_levels]
    assert mailed_levels[-1] == Level.EMERGENCY
