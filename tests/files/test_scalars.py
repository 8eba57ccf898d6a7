from __future__ import annotations

import pytest

from dataplan_sync.files.scalars import ScalarError, TagError, resolve_plain, resolve_tagged


def typed(value: object) -> tuple[str, str]:
    return type(value).__name__, repr(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        *(
            ("0", 0),
            ("-0", 0),
            ("+7", 7),
            ("-19", -19),
            ("123456789012345678901", 123456789012345678901),
        ),
        *(("0o7", 7), ("0o17", 15), ("0x1F", 31), ("0xff", 255)),
        *(
            ("1e3", 1000.0),
            ("1E-3", 0.001),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1.5", -1.5),
            ("+.5e+1", 5.0),
        ),
        *(("0.0", 0.0), ("-0.0", -0.0), ("1.10", 1.1)),
    ],
)
def test_core_schema_values_without_quotes(text, value):
    assert typed(resolve_plain(text)) == typed(value)


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "no", "on", "On", "off", "yes", "y", "n", "tRue", "nULL", "none", "None"),
        *(
            "1:30",
            "190:20:30",
            "2020-01-01",
            "2001-12-14t21:59:43.10-05:00",
            "012",
            "-012",
            "+00",
            "01.5",
        ),
        *(
            "1_000",
            "0b101",
            "-0x1",
            "0o8",
            "0O7",
            "0xg",
            "0o",
            "1e",
            "e3",
            ".",
            "-",
            "+",
            "..",
            ".e1",
            "1.2.3",
        ),
        *("=", "<<", "٣", "1 ", "nan", "inf", ".Infinity", "- .inf", "1\n"),
    ],
)
def test_everything_else_is_text(text):
    assert resolve_plain(text) == text


@pytest.mark.parametrize(
    "text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", "1e999", "-1e400", "9" * 1001]
)
def test_numbers_that_json_cannot_hold_are_refused(text):
    with pytest.raises(ScalarError) as caught:
        resolve_plain(text)
    assert "quotes if it is text" in str(caught.value)


CORE = "tag:yaml.org,2002:"


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        *(("!", "12", "12"), (f"{CORE}str", "true", "true"), (f"{CORE}int", "0x10", 16)),
        *((f"{CORE}float", "3", 3.0), (f"{CORE}float", "1.5", 1.5), (f"{CORE}bool", "TRUE", True)),
        (f"{CORE}null", "", None),
    ],
)
def test_core_tags_are_honoured(tag, text, value):
    assert typed(resolve_tagged(tag, text)) == typed(value)


@pytest.mark.parametrize(
    ("tag", "text", "message"),
    [
        (f"{CORE}int", "1.0", '"1.0" is not what its tag !!int says'),
        (f"{CORE}int", "true", '"true" is not what its tag !!int says'),
        (f"{CORE}float", "x", '"x" is not what its tag !!float says'),
        (f"{CORE}bool", "yes", '"yes" is not what its tag !!bool says'),
        (f"{CORE}null", "x", '"x" is not what its tag !!null says'),
        (f"{CORE}map", "x", '"x" is not what its tag !!map says'),
        (f"{CORE}timestamp", "2020-01-01", "the tag !!timestamp is not supported"),
        (
            f"{CORE}python/object:os.system",
            "ls",
            "the tag !!python/object:os.system is not supported",
        ),
        ("!env", "HOME", "the tag !env is not supported"),
        ("null", "~", "the tag null is not supported"),
    ],
)
def test_other_tags_and_tags_that_do_not_fit_are_refused(tag, text, message):
    with pytest.raises(TagError) as caught:
        resolve_tagged(tag, text)
    assert str(caught.value).startswith(message)
