"""Outputs and summary, as the runner reads the files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.errors import UsageError
from dataplan_sync.github.workflow import SUMMARY_LIMIT, clip, write_outputs, write_summary

VALUES = st.text() | st.lists(st.sampled_from(["\n", "\r\n", "<<", "=", "EOF", "a", "::"])).map(
    "".join
)


def outputs_in(file):
    """What the runner reads: `name<<DELIMITER`, lines, `DELIMITER` (actions/runner, FileCommandManager.cs)."""
    found = {}
    lines = iter(file.read_bytes().decode("utf-8").split("\n"))
    for line in lines:
        if line:
            name, delimiter = line.split("<<", 1)
            value = []
            while (following := next(lines)) != delimiter:
                value.append(following)
            found[name] = "\n".join(value)
    return found


@given(st.dictionaries(st.sampled_from(["changes", "exit-code", "report_path"]), VALUES))
def test_outputs_are_read_as_they_were_given(tmp_path_factory, outputs):
    file = tmp_path_factory.mktemp("outputs") / "output"

    write_outputs(file, outputs)

    readable = {name: value.encode("utf-8", "replace").decode() for name, value in outputs.items()}
    assert outputs_in(file) == readable


def test_outputs_are_added_to_those_of_earlier_commands(tmp_path):
    file = tmp_path / "output"

    write_outputs(file, {"a": "1"})
    write_outputs(file, {"b": "2\nc<<EOF\n3\nEOF"})

    assert outputs_in(file) == {"a": "1", "b": "2\nc<<EOF\n3\nEOF"}


def test_half_a_surrogate_pair_which_a_plan_file_may_hold_is_no_obstacle(tmp_path):
    file = tmp_path / "file"

    write_outputs(file, {"a": "\ud800"})
    write_summary(file, "\ud800")

    assert file.read_text().split("\n")[1:4:2] == ["?", "?"]


def test_a_value_cannot_know_the_delimiter(tmp_path):
    file = tmp_path / "output"

    write_outputs(file, {"a": "1"})
    write_outputs(file, {"a": "1"})

    assert len(set(re.findall(r"<<(.*)", file.read_text()))) == 2


@pytest.mark.parametrize("name", ["", "a=b", "a\nb", "1a", "a<<b"])
def test_a_name_that_is_none_is_a_mistake_of_ours(tmp_path, name):
    with pytest.raises(ValueError, match="no name of an output"):
        write_outputs(tmp_path / "output", {name: "1"})


@pytest.mark.parametrize(
    "write", [lambda f: write_outputs(f, {"a": "1"}), lambda f: write_summary(f, "a")]
)
def test_a_file_that_cannot_be_written_says_what_to_do(tmp_path, write):
    with pytest.raises(UsageError, match=r"cannot be written: No such file.*in a container, mount"):
        write(tmp_path / "missing" / "file")


def test_a_summary_is_added_whole(tmp_path):
    file = tmp_path / "summary"

    assert write_summary(file, "# One\n\n")
    assert write_summary(file, "# Two")

    assert file.read_text() == "# One\n# Two\n"


def test_a_summary_that_is_too_long_is_cut_and_what_came_before_counts(tmp_path):
    file = tmp_path / "summary"
    lines = "".join(f"line {number} ä\n" for number in range(60_000))

    assert write_summary(file, lines)
    assert not write_summary(file, lines)
    assert not write_summary(file, lines)

    assert SUMMARY_LIMIT - 100 < file.stat().st_size <= SUMMARY_LIMIT
    assert file.read_text().endswith(
        "_Cut here: GitHub shows 1 MiB. The report file is complete._\n"
    )


def test_what_is_open_where_it_is_cut_is_closed():
    text = (
        "<details><summary>One</summary>\n\n````diff\n```\n" + "+ a\n" * 500 + "````\n</details>\n"
    )

    cut = clip(text, 400)

    assert cut.split("\n_Cut")[0].endswith("+ a\n````\n\n</details>\n")
    assert len(cut.encode()) <= 400


def test_what_is_closed_before_the_cut_is_not_closed_again():
    text = "~~~\n<details>\n~~~\n<details>\na\n</details>\n</details>\n" + "b\n" * 500

    cut = clip(text, 300)

    assert cut.endswith("b\n\n_Cut here: GitHub shows 1 MiB. The report file is complete._\n")
    assert cut.count("</details>") == 2


LINES = st.lists(
    st.sampled_from(["```", "````diff", "~~~", "<details>", "</details>", "text", "ä" * 20, ""])
)


@given(LINES, st.integers(0, 400))
def test_a_cut_text_fits_is_a_beginning_and_leaves_no_fence_open(lines, limit):
    text = "\n".join(lines)

    cut = clip(text, limit)

    assert len(cut.encode()) <= limit
    if cut != text and cut:
        kept, _, ending = cut.rpartition("\n\n_Cut")
        closing = r"(\n(```+|~~~))?(\n\n</details>)*"
        beginnings = ("\n".join(lines[:count]) for count in range(1, len(lines)))
        assert any(re.fullmatch(re.escape(start) + closing, kept) for start in beginnings)
        assert ending.endswith("complete._\n")
        assert is_closed(kept)


def is_closed(markdown):
    """Whether no fence is open at the end (CommonMark §4.5)."""
    fence = ""
    for line in markdown.split("\n"):
        found = re.match(r"(`{3,}|~{3,})(.*)$", line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return not fence


def test_nothing_is_left_where_not_even_a_line_fits():
    assert clip("a" * 200, 100) == ""
