"""Only a proxy that the settings name is believed about the visitors it passes on."""

import logging

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from hinge_coach.proxies import is_trusted

FORWARDED = {"X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.9"}


@pytest.mark.parametrize(
    ("proxies", "address", "expected"),
    [
        ([], "127.0.0.1", False),
        ([], "", False),
        (["127.0.0.0/8", "::1", "unix"], "127.0.0.1", True),
        (["127.0.0.0/8", "::1", "unix"], "::1", True),
        (["127.0.0.0/8", "::1", "unix"], "", True),
        (["127.0.0.0/8", "::1", "unix"], "10.0.0.1", False),
        (["127.0.0.0/8"], "::ffff:127.0.0.1", True),
        (["172.18.0.5/16"], "172.18.255.1", True),
        (["172.18.0.0/16"], "172.19.0.1", False),
        (["172.18.0.0/16"], "", False),
        (["2001:db8::/32"], "2001:db8::7", True),
        (["2001:db8::/32"], "172.18.0.1", False),
        (["127.0.0.1"], "no address", False),
    ],
)
def test_who_is_believed(settings: Settings, proxies: list[str], address: str, expected: bool) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert is_trusted(address) is expected


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "expected"), [("10.0.0.7", 200), ("10.0.0.8", 301), ("", 301)])
def test_a_stranger_cant_say_that_the_line_is_encrypted(settings: Settings, address: str, expected: int) -> None:
    settings.TRUSTED_PROXIES, settings.CLIENT_ADDRESS_HEADER = ["10.0.0.7"], "X-Real-IP"
    settings.SECURE_PROXY_SSL_HEADER, settings.SECURE_SSL_REDIRECT = ("HTTP_X_FORWARDED_PROTO", "https"), True
    page = Browser(REMOTE_ADDR=address).get("/safety/", headers=FORWARDED)
    assert page.status_code == expected


@pytest.mark.django_db
def test_a_proxy_that_is_not_named_is_named_in_the_log_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TRUSTED_PROXIES = ["unix"]
    with caplog.at_level(logging.WARNING, "hinge_coach.proxies"):
        for _ in range(3):
            Browser(REMOTE_ADDR="172.18.0.1").get("/safety/", headers=FORWARDED)
    sentence = "172.18.0.1 sends headers of a proxy and is not in TRUSTED_PROXIES: they are not read."
    assert caplog.messages == [sentence]
