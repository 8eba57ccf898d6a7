"""Lines that the runner acts on, and text that it must not act on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.workflow_commands import Level, annotation, command, group, inert, mask

HOSTILE = st.text() | st.lists(
    st.sampled_from(["%", "%0A", "\n", "\r", ":", ",", "::", "::error::x", "##[error]x", "a"])
).map("".join)


def unescaped(text):
    """What the runner makes of a message or a property (actions/runner, ActionCommand.cs)."""
    for escaped, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, char)
    return text


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (command("endgroup"), "::endgroup::"),
        (
            annotation(
                Level.ERROR, "No\nway: a, b", file="plans/a,b.yaml", line=3, column=1, title="R: 1"
            ),
            "::error file=plans/a%2Cb.yaml,line=3,col=1,title=R%3A 1::No%0Away: a, b",
        ),
        (annotation(Level.WARNING, "100 %\r\n"), "::warning::100 %25%0D%0A"),
        (annotation(Level.NOTICE, "", title="t"), "::notice title=t::"),
        (mask("one\n\ntwo\n"), "::add-mask::one\n::add-mask::two"),
        (mask(""), ""),
    ],
)
def test_how_commands_are_written(made, line):
    assert made == line


@given(HOSTILE, HOSTILE, HOSTILE)
def test_the_runner_reads_one_command_with_what_was_given(message, file, title):
    line = annotation(Level.ERROR, message, file=file, title=title)

    found = re.fullmatch(r"::error(?: ([^\r\n]*?))?::([^\r\n]*)", line)
    assert found is not None
    properties = dict(pair.split("=", 1) for pair in (found[1] or "").split(",") if pair)
    assert {key: unescaped(value) for key, value in properties.items()} == {
        key: value for key, value in (("file", file), ("title", title)) if value
    }
    assert unescaped(found[2]) == message


@given(HOSTILE)
def test_no_line_of_a_foreign_text_is_a_command(text):
    first, *between, last = inert(text).split("\n")

    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", first)
    assert token is not None
    assert last == f"::{token[1]}::"
    assert "\n".join(between) == text.rstrip()
    assert token[1] not in text


def test_a_group_folds_its_text_and_ends():
    lines = group("Diff: a%b", "::error::injected\n").split("\n")

    assert lines[0] == "::group::Diff: a%25b"
    assert lines[2] == "::error::injected"
    assert lines[1].removeprefix("::stop-commands") == f"{lines[3].removesuffix('::')}"
    assert lines[4:] == ["::endgroup::"]
