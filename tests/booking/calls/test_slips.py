"""Slips are asked about; the addresses of everybody else are not."""

import pytest

from hinge_coach.booking.calls.slips import is_one_stroke, likely_slip, with_domain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.con", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmail.om", "gmail.com"),
        ("gmail.comm", "gmail.com"),
        ("gmail.com.com", "gmail.com"),
        ("gmail.com.br", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("www.gmail.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("mgail.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmai.co", "gmail.com"),
        ("hotnail.com", "hotmail.com"),
        ("hotmial.co.uk", "hotmail.co.uk"),
        ("homail.con", "hotmail.com"),
        ("jotmail.com", "hotmail.com"),
        ("yaho.com", "yahoo.com"),
        ("yahooo.de", "yahoo.de"),
        ("yhaoo.com", "yahoo.com"),
        ("yahoo.co", "yahoo.com"),
        ("yahoo.con", "yahoo.com"),
        ("outlok.com", "outlook.com"),
        ("outlook.cmo", "outlook.com"),
        ("otulook.com", "outlook.com"),
        ("iclod.com", "icloud.com"),
        ("icould.com", "icloud.com"),
        ("icloud.de", "icloud.com"),
        ("comcas.net", "comcast.net"),
        ("comcast.nte", "comcast.net"),
        ("protonmial.com", "protonmail.com"),
        ("aol.con", "aol.com"),
        ("live.vom", "live.com"),
        ("acme.con", "acme.com"),
        ("helpers.ogr", "helpers.org"),
        ("somebody.nett", "somebody.net"),
    ],
)
def test_a_slip_is_noticed(typed: str, meant: str) -> None:
    assert likely_slip(f"maya@{typed}") == meant
    assert likely_slip(f" Maya.R+calls@{typed.upper()} ") == meant


REAL_DOMAINS = """
gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.com.co yahoo.fr ymail.com rocketmail.com hotmail.com
hotmail.co.uk hotmail.fr outlook.com outlook.de outlook.com.br live.com live.co.uk live.nl msn.com icloud.com
me.com mac.com aol.com aol.co.uk gmx.com gmx.de gmx.net gmx.at gmx.co.uk web.de t-online.de mail.com email.com
mail.ru yandex.com yandex.ru ya.ru proton.me pm.me protonmail.com protonmail.ch fastmail.com fastmail.fm hey.com
zoho.com tutanota.com comcast.net comcast.com verizon.net verizon.com att.net cox.net sbcglobal.net bellsouth.net
charter.net btinternet.com sky.com orange.fr laposte.net free.fr libero.it bigpond.com rogers.com shaw.ca qq.com
163.com naver.com rediffmail.com duck.com cloud.com wahoo.com grail.com gail.com hmail.com fmail.com tmail.com
gmal.de horizon.net lookout.com podcast.com outback.com acme.co acme.cm acme.om acme.io acme.ai acme.app acme.coop
acme.company acme.network acme.ne.jp acme.or.jp example.com mail.google.com uni-koeln.de ox.ac.uk stanford.edu
nhs.net army.mil münchen.de localhost
"""


@pytest.mark.parametrize("domain", REAL_DOMAINS.split())
def test_a_real_address_is_left_alone(domain: str) -> None:
    assert likely_slip(f"maya@{domain}") is None


@pytest.mark.parametrize("typed", ["", "@", "maya", "maya@", "@gmial.con", "maya@gmial", "maya@.con", "a@b@gmail.com"])
def test_what_is_no_address_is_not_asked_about(typed: str) -> None:
    assert likely_slip(typed) is None


def test_the_part_before_the_domain_stays_as_it_was_typed() -> None:
    assert with_domain("Maya.R+calls@gmial.con", "gmail.com") == "Maya.R+calls@gmail.com"


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("gmail", False),
        ("gmal", True),
        ("gmai", True),
        ("mail", True),
        ("gmaail", True),
        ("gmaily", True),
        ("gmeil", True),
        ("gmial", True),
        ("gmali", True),
        ("gimla", False),
        ("hmal", False),
        ("gml", False),
        ("", False),
    ],
)
def test_one_stroke_is_one_letter_or_a_swap(typed: str, is_one: bool) -> None:
    assert is_one_stroke(typed, "gmail") is is_one
