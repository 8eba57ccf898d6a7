"""What must never be read by people, and how foreign texts are quoted."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.redaction import MARK, Redactor
from dataplan_sync.render import escape

LETTERS = st.characters(codec="utf-8", exclude_characters="*")
SECRETS = st.text(LETTERS, min_size=8, max_size=20)
TEXTS = st.text(LETTERS, max_size=20)


@given(st.lists(SECRETS, min_size=1, max_size=3), TEXTS, TEXTS, st.integers(1, 400))
def test_a_quoted_text_never_holds_a_secret(secrets, before, after, limit):
    spelled = [secrets[0], quote_plus(secrets[0]), quote(secrets[0], safe=""), json.dumps(secrets)]
    text = before + after.join([*secrets, *spelled]) + after

    quoted = Redactor(secrets).quote(text, limit=limit)

    assert [secret for secret in secrets if secret in quoted] == []


@given(TEXTS, st.integers(1, 30))
def test_a_quoted_text_is_one_printable_line_within_the_limit(text, limit):
    quoted = Redactor().quote(text, limit=limit)

    assert len(quoted) <= limit
    assert quoted.isprintable()


def test_a_text_without_a_secret_is_given_as_it_is():
    said = "The specified plan ID shop in workspace 7505 was not found."

    assert Redactor(["s3cr3t-s3cr3t"]).quote(said) == said


def test_a_secret_that_holds_another_goes_as_a_whole():
    assert Redactor(["12345678", "x12345678y"]).redact("x12345678y, 12345678") == f"{MARK}, {MARK}"


def test_a_short_secret_is_left_alone():
    redactor = Redactor()
    redactor.add("test")

    assert redactor.redact("a test") == "a test"


def test_a_secret_that_a_line_break_splits_is_not_joined_again():
    assert Redactor(["pass word 1"]).quote("is pass\nword 1!") == f"is {MARK}!"


def test_a_long_text_is_cut_after_redaction():
    quoted = Redactor(["abcdefghij"]).quote(f"{'x' * 5}abcdefghij", limit=7)

    assert quoted == "xxxxx***"[:6] + "…"


SPICED = "aB3$x_y*z<&|é-#@:1"


@pytest.mark.parametrize(
    "spelled",
    [
        SPICED,
        quote(SPICED, safe=""),
        re.sub("%..", lambda code: code[0].lower(), quote(SPICED, safe="")),
        html.escape(SPICED),
        json.dumps(SPICED),
        json.dumps(json.dumps(SPICED)),
        escape.prose(SPICED),
        escape.code(SPICED),
        escape.html_code(SPICED),
        escape.html_code(SPICED.replace("|", "")),
        re.sub(r"([^\w])", r"\\\1", SPICED),
    ],
)
def test_a_secret_is_known_in_every_spelling_that_a_page_gives_it(spelled):
    known = [SPICED, SPICED.replace("|", "")]

    hidden = Redactor(known).hide(f"before {spelled} after")

    assert (hidden[:7], hidden[-6:]) == ("before ", " after")
    assert len(hidden) < 40, hidden
    assert MARK in hidden


def test_data_is_not_taken_for_a_credential():
    assert Redactor([SPICED]).hide("Authorization: Bearer abc.DEF-1") == (
        "Authorization: Bearer abc.DEF-1"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc.DEF-1", "Authorization: Bearer ***"),
        ("authorization: Basic dXNlcg==", "authorization: Basic ***"),
        ('{"Authorization": "token abc"}', '{"Authorization": "token ***"}'),
        ("Proxy-Authorization: abc", "Proxy-Authorization: ***"),
        ("header bearer eyJ0eXAi.abc_1 was sent", "header bearer *** was sent"),
        ("client_secret=abc&x=1", "client_secret=***&x=1"),
        ('"access_token": "abc"', '"access_token": "***"'),
        ("a bearer authentication is needed", "a bearer authentication is needed"),
        ("the access_token is missing", "the access_token is missing"),
    ],
)
def test_what_looks_like_a_credential_is_redacted(text, expected):
    assert Redactor().redact(text) == expected
