"""What may be typed as the origin of another site, and how it is kept."""

import pytest

from hinge_coach.booking.calls.origins import OriginError, OriginFlaw, origin_of, read_origin


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://blog.example.com", "https://blog.example.com"),
        (" https://blog.example.com/ ", "https://blog.example.com"),
        ("HTTPS://Blog.Example.COM", "https://blog.example.com"),
        ("https://blog.example.com:443", "https://blog.example.com"),
        ("https://blog.example.com:08443", "https://blog.example.com:8443"),
        ("https://example.com.", "https://example.com"),
        ("https://rücken.example", "https://xn--rcken-kva.example"),
        ("https://RÜCKEN.example:8443/", "https://xn--rcken-kva.example:8443"),
        ("https://例え.テスト", "https://xn--r8jz45g.xn--zckzah"),
        ("https://xn--rcken-kva.example", "https://xn--rcken-kva.example"),
        ("https://blog。example。com", "https://blog.example.com"),  # the full stop of Chinese and Japanese
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(typed: str, origin: str) -> None:
    assert (read_origin(typed), read_origin(origin)) == (origin, origin)


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("null", OriginFlaw.OPAQUE),
        ("*", OriginFlaw.OPAQUE),
        ("'self'", OriginFlaw.OPAQUE),
        ("https://*.example.com", OriginFlaw.WILDCARD),
        ("https://*", OriginFlaw.WILDCARD),
        ("https://blog.example.com:*", OriginFlaw.WILDCARD),
        ("", OriginFlaw.SCHEME),
        ("blog.example.com", OriginFlaw.SCHEME),
        ("https:", OriginFlaw.SCHEME),
        ("//blog.example.com", OriginFlaw.SCHEME),
        ("http://blog.example.com", OriginFlaw.SCHEME),
        ("http://localhost:8000", OriginFlaw.SCHEME),
        ("ftp://blog.example.com", OriginFlaw.SCHEME),
        ("javascript:alert(1)", OriginFlaw.SCHEME),
        ("file:///etc/passwd", OriginFlaw.PATH),
        ("data:text/html,x", OriginFlaw.SCHEME),
        ("https://me@blog.example.com", OriginFlaw.USER),
        ("https://me:secret@blog.example.com", OriginFlaw.USER),
        ("https://blog.example.com@evil.example", OriginFlaw.USER),
        ("https://blog.example.com/hinge", OriginFlaw.PATH),
        ("https://blog.example.com//", OriginFlaw.PATH),
        ("https://blog.example.com?a=1", OriginFlaw.PATH),
        ("https://blog.example.com/?", OriginFlaw.PATH),
        ("https://blog.example.com#top", OriginFlaw.PATH),
        ("https://blog.example.com:", OriginFlaw.PORT),
        ("https://blog.example.com:0", OriginFlaw.PORT),
        ("https://blog.example.com:65536", OriginFlaw.PORT),
        ("https://blog.example.com:８０", OriginFlaw.PORT),
        ("https://blog.example.com:1:2", OriginFlaw.PORT),
        ("https://", OriginFlaw.HOST),
        ("https://intranet", OriginFlaw.HOST),
        ("https://localhost", OriginFlaw.HOST),
        ("https://127.0.0.1", OriginFlaw.HOST),
        ("https://192.168.1.1", OriginFlaw.HOST),
        ("https://0x7f.0x1", OriginFlaw.HOST),
        ("https://[::1]:8000", OriginFlaw.HOST),
        ("https://[", OriginFlaw.HOST),
        ("https://my_blog.example.com", OriginFlaw.HOST),
        ("https://-blog.example.com", OriginFlaw.HOST),
        ("https://blog..example.com", OriginFlaw.HOST),
        ("https://.example.com", OriginFlaw.HOST),
        ("https://straße.example", OriginFlaw.HOST),
        ("https://blog.example.com; script-src 'unsafe-inline'", OriginFlaw.HOST),
        ("https://blog.example.com;", OriginFlaw.HOST),
        ("https://a.example https://b.example", OriginFlaw.HOST),
        ("https://a.example,b.example", OriginFlaw.HOST),
        ('https://blog.example.com"', OriginFlaw.HOST),
        ("https://blog.example.com\\@evil.example", OriginFlaw.HOST),
        ("https://blog\0.example.com", OriginFlaw.HOST),
        ("https://blog\n.example.com", OriginFlaw.HOST),
        ("https://\u202eblog.example.com", OriginFlaw.HOST),
        ("https://" + "a" * 64 + ".example.com", OriginFlaw.HOST),
        ("https://" + "abc." * 80 + "com", OriginFlaw.HOST),
    ],
)
def test_what_is_no_origin_is_refused_with_its_flaw(typed: str, flaw: OriginFlaw) -> None:
    with pytest.raises(OriginError) as refused:
        read_origin(typed)
    assert refused.value.flaw == flaw


@pytest.mark.parametrize("typed", ["http://localhost:8000", "http://127.0.0.1:8405", "https://localhost"])
def test_this_machine_is_taken_in_development_alone(typed: str) -> None:
    assert read_origin(typed, allows_here=True) == typed
    with pytest.raises(OriginError):
        read_origin("http://blog.example.com", allows_here=True)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://blog.example.com/hinge?a=1#b", "https://blog.example.com"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("", ""),
        ("about:blank", ""),
        ("android-app://com.example/", ""),
        ("https://[", ""),
    ],
)
def test_the_origin_of_a_referer(address: str, origin: str) -> None:
    assert origin_of(address) == origin
