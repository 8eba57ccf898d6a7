from __future__ import annotations

import pytest

from dataplan_sync.events import formats, sdk_formats

GOOD = {
    "date": ("2020-02-29", "2000-02-29", "2021-12-31", "0000-01-01"),
    "time": ("23:59:60", "00:00:00z", "10:00:00.123+05:30"),
    "date-time": ("2020-01-01", "2020-01-01T10:00:00", "2020-01-01t10:00:00.5-01:00"),
    "duration": ("P1D", "-P1Y2M3W", "PT1.5S", "P1DT1H"),
    "email": ("a+b.c-d@example.com", "A@b.c"),
    "hostname": ("example.com", "ab", "a.b.co", "x" * 64),
    "ipv4": ("1.2.3.4", "01.002.3.255"),
    "ipv6": ("::1", "[::1]", "1:2:3:4:5:6:7:8"),
    "uri": ("http://example.com/a?b#c", "urn:a:b", "http://é.com"),
    "iri": ("http://é.com/ü",),
    "uri-reference": ("", "/a/b?c", "#d"),
    "iri-reference": ("/ä",),
    "uri-template": ("/{a}/{+b}", "plain"),
    "json-pointer": ("", "/a~0b/~1", "/"),
    "relative-json-pointer": ("0", "1/a", "2#"),
    "regex": ("a+", r"\p{L}"),
    "uuid": ("123e4567-E89B-12d3-a456-426614174000",),
    "invented": ("anything",),
}
BAD = {
    "date": ("2021-02-29", "1900-02-29", "2020-04-31", "2020-13-01", "2020-1-1", "20200101"),
    "time": ("24:00:00", "10:60:00", "10:00:61", "10:00", "10:00:00.", "10:00:00+25:00"),
    "date-time": ("2020-01-01 10:00:00", "2020-01-01T", "2020-02-30T10:00:00", "x"),
    "duration": ("P", "PT", "1D", "P1S"),
    "email": ("a_b@example.com", "a%b@c.d", "a@b", "@b.c", "a b@c.d"),
    "hostname": ("a", "a_b.com", "-a.com", "", "x" * 65, ".".join(["ab"] * 90)),
    "ipv4": ("1.2.3", "256.1.1.1", "a.b.c.d"),
    "ipv6": ("1.2.3.4", "1::2::3", "fe80::zz"),
    "uri": ("example.com", "http:", "http://a b", "http://a/%zz", "//a"),
    "iri": ("a b",),
    "uri-reference": ("/ä", "a b", "<a>"),
    "iri-reference": ("a b",),
    "uri-template": ("{a", "a}", "{}", "a b"),
    "json-pointer": ("a", "/~2"),
    "relative-json-pointer": ("/a", "1#/a"),
    "regex": ("(",),
    "uuid": ("123e4567E89B12d3a456426614174000",),
}


def pairs(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), pairs(GOOD))
def test_the_server_accepts(name, text):
    assert formats.is_format(text, name)


@pytest.mark.parametrize(("name", "text"), pairs(BAD))
def test_the_server_refuses(name, text):
    assert not formats.is_format(text, name)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", "2020-02-31", "2020-20-01"),
        ("date-time", "2020-01-01T10:00:00Z", "2020-01-01T10:00:00"),
        ("email", "a_%b@c", "a b@c"),
        ("hostname", "a", "a_b"),
        ("ipv4", "01.2.3.4", "1.2.3"),
        ("ipv6", " fe80::1%eth0 ", "::zz"),
        ("ipv6", "::", "1:2:3"),
        ("ipv6", "1::", "::g"),
        ("ipv6", "::1", "a b"),
        ("regex", r"\y", r"a\Z"),
        ("regex", r"\Z", "("),
        ("uri", "a:b", "b"),
        ("json-pointer", "/a", "a"),
    ],
)
def test_the_sdk_reads_formats_in_its_own_way(name, good, bad):
    assert sdk_formats.is_format(good, name)
    assert not sdk_formats.is_format(bad, name)


def test_the_sdk_knows_just_the_formats_of_ajv():
    assert [name for name in GOOD if not sdk_formats.is_known(name)] == [
        "duration",
        "iri",
        "iri-reference",
        "invented",
    ]
