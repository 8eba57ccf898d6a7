from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.render import escape

anything = st.text() | st.text(alphabet="`|\\<>@#&*_[]()!~$ \n\r\tx1/:w.", max_size=30)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain Größe 日本語 🎉", "Plain Größe 日本語 🎉"),
        ("a\nb\tc\r\x00\x1b[31m\x7f", "a␊b␉c␍␀␛[31m␡"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("no\u00a0break\x85\u2028", "no⟨U+00A0⟩break⟨U+0085⟩⟨U+2028⟩"),
        ("half \ud800", "half ⟨U+D800⟩"),
        (r"^\d+$", r"^\d+$"),
    ],
)
def test_what_acts_on_a_display_is_shown_instead(text, shown):
    assert escape.visible(text) == shown


@given(anything)
def test_visible_text_is_one_printable_line_and_stays_as_it_is(text):
    shown = escape.visible(text)
    assert shown.isprintable()
    assert escape.visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("shop", "`shop`"),
        ("@org/team #1 <b>", "`@org/team #1 <b>`"),
        ("one ` two ``", "``` one ` two `` ```"),
        (" edge", "`  edge `"),
        ("a|b", "<code>a&#124;b</code>"),
        ("@me|you", "<code>&#64;<wbr>me&#124;you</code>"),
        ("", "<code></code>"),
    ],
)
def test_code_shows_a_text_literally(text, markdown):
    assert escape.code(text) == markdown


def code_span_content(markdown: str) -> str:
    """Read a code span as CommonMark does: the first run of backticks ends at the next run as long."""
    fence = re.match("`+", markdown)
    assert fence
    runs = [run for run in re.finditer("`+", markdown) if len(run[0]) == len(fence[0])]
    assert (len(runs), runs[-1].end()) == (2, len(markdown))
    content = markdown[runs[0].end() : runs[1].start()]
    padded = content[0] == content[-1] == " " and content.strip(" ")
    return content[1:-1] if padded else content


@given(anything)
def test_code_is_read_back_whole_and_holds_no_pipe(text):
    markdown = escape.code(text)
    shown = escape.visible(text)
    assert "|" not in markdown
    if markdown.startswith("<code>"):
        inner = markdown.removeprefix("<code>").removesuffix("</code>")
        assert html.unescape(inner.replace("<wbr>", "")) == shown
        assert not re.search(r"[`*_\[\]\\]", inner)
    elif shown.strip(" "):
        assert code_span_content(markdown) == shown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a sentence, with 41:7 and snake_case.", "a sentence, with 41:7 and snake_case."),
        ("ask @org/team", "ask &#64;<wbr>org/team"),
        ("mail a@example.com", "mail a&#64;<wbr>example.com"),
        ("see #1 and org/repo#2", "see &#35;<wbr>1 and org/repo&#35;<wbr>2"),
        ("GH-12", "GH&#45;<wbr>12"),
        ("https://x.example", "https&#58;<wbr>//x.example"),
        ("www.x.example", "www&#46;<wbr>x.example"),
        (":tada:", "&#58;<wbr>tada:"),
        ("<img src=x>", "&#60;img src=x&#62;"),
        ("[a](b) ![c](d)", "&#91;a&#93;(b) &#33;&#91;c&#93;(d)"),
        (
            "_a_ **b** ~c~ $d$ `e`",
            "&#95;a&#95; &#42;&#42;b&#42;&#42; &#126;c&#126; &#36;d&#36; &#96;e&#96;",
        ),
        ("a|b\nc", "a&#124;b␊c"),
        ("__proto__", "&#95;&#95;proto&#95;&#95;"),
        ("a__b_c", "a&#95;&#95;b_c"),
        ("- a", "&#45;&#32;a"),
        ("12. a", "12&#46;&#32;a"),
        ("  a", "&#32;&#32;a"),
        ("a 1. - b", "a 1. - b"),
        ("ends in :tada", "ends in &#58;<wbr>tada"),
    ],
)
def test_prose_has_nothing_active_in_it(text, markdown):
    assert escape.prose(text) == markdown


@given(anything)
def test_prose_reads_as_the_text_it_was_given(text):
    markdown = escape.prose(text)
    assert html.unescape(markdown.replace("<wbr>", "")) == escape.visible(text)
    assert not re.search(r"@\w|#\d|://|\||`|\\|<(?!wbr>)", markdown.replace("&#", ""))


@given(st.lists(anything.map(escape.visible), max_size=4))
def test_no_line_ends_a_fenced_block(lines):
    block = escape.fenced(lines, language="diff")
    first, *body, last = block.split("\n")
    assert first == f"{last}diff"
    assert not any(line.strip(" ").startswith(last) for line in body)
