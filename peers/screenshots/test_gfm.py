"""Names in comments, held against a Markdown renderer that others wrote: they are read as they are and do nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dataplan_sync.render import comment, escape
from dataplan_sync.render.fold import fold
from dataplan_sync.render.table import table
from peers.screenshots import gfm
from tests.render.comments import COMMENTS, FACTS
from tests.render.test_comment_names import named

HARMLESS = frozenset(
    [
        "h2",
        "h3",
        "p",
        "blockquote",
        "br",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "pre",
        "code",
        "sub",
        "wbr",
        "strong",
        "em",
        "a",
    ]
)
ACTIVE = re.compile(r"@\w|(?<!\w)#\d|\bGH-\d|://|www\.\w|:[\w+-]+:")
"""What GitHub looks for in the text between two tags."""
TRICKS = (
    "@org/team",
    "a@example.com",
    "#1 org/repo#2 GH-12",
    "https://x.example www.x.example",
    "![i](https://x.example/i.png) [l](javascript:alert(1)) [r][r]",
    "<img src=x onerror=alert(1)> <!-- --> </details></summary> <script>",
    "--> <!-- dataplan-sync:review {} -->",
    "a|b \\| `c` ``d`` \\",
    "- a",
    "+ a",
    "1. a",
    "12) a",
    "---",
    "===",
    "     code",
    "# a",
    "> a",
    "[ ] a",
    "__proto__ a__b_c",
    "*a* _a_ ~a~ $a$ **a**",
    ":tada: 🎉 é 日本",
    "a\n\n## b\r\n\x1b[31m \u202e \u2028",
    "&amp; &#64;org",
    "^[1] [^1]",
    "```",
    "~~~",
    "\\@a",
    "",
)
names = (
    st.text(max_size=40)
    | st.text(alphabet="|\\`\n<>@#*_-+=![](){}.:~$&;1 ax/", max_size=40)
    | st.sampled_from(TRICKS)
)


EACH_A_PROCESS = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
"""Every example starts node, so shrinking would take minutes and is left out."""


class Page(HTMLParser):
    """Takes a page apart: its elements, its text piece by piece, its addresses."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.pieces: list[str] = []
        self.texts: list[str] = []
        self.addresses: list[str | None] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses.extend(value for name, value in attrs if name in {"href", "src"})
        if tag not in {"br", "wbr", "img"}:
            self.open.append(tag)
        if tag in {"p", "td", "code", "summary", "li"}:
            self.texts.append("")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"code", "pre"} & set(self.open):
            self.pieces.append(data)
        if self.texts:
            self.texts[-1] += data


def spaced(text: str) -> str:
    """Read a text as a browser sets it."""
    return re.sub(" +", " ", text).strip(" \n")


def places(name: str) -> dict[str, str]:
    """Put a name everywhere where a comment has names."""
    text, code = escape.prose(name), escape.code(name)
    return {
        "paragraph": text,
        "item": f"- {text}",
        "quoted item": f"> - {text}",
        "quote": f"> {text}",
        "cell": table(("x",), [(text,)]),
        "code": f"x {code}",
        "code cell": table(("x",), [(code,)]),
        "summary": fold(text, ""),
        "code summary": fold(escape.html_code(name), ""),
        "block": escape.fenced([escape.visible(name)], language="diff"),
    }


@settings(EACH_A_PROCESS, max_examples=15)
@given(st.lists(names, min_size=20, max_size=40, unique=True))
def test_a_name_is_shown_as_its_visible_text_wherever_it_stands(given_names):
    every = [(name, place, text) for name in given_names for place, text in places(name).items()]
    rendered = gfm.render([text for *_, text in every])
    for (name, place, _), page in zip(every, rendered, strict=True):
        shown = spaced(escape.visible(name))
        found = Page(page)
        assert spaced("".join(found.texts[-1:])) == shown, (place, page)
        assert set(found.elements) <= HARMLESS, page
        assert found.addresses == []
        assert not [piece for piece in found.pieces if ACTIVE.search(piece)], page


@pytest.mark.parametrize("name", TRICKS)
def test_each_trick_is_shown_as_it_is(name):
    for place, text in places(name).items():
        (page,) = gfm.render([text])
        assert spaced("".join(Page(page).texts[-1:])) == spaced(escape.visible(name)), place


def test_the_check_can_fail():
    page = Page("".join(gfm.render(["![i](https://x.example) @org #1", "<img src=x>", "- - a"])))
    assert page.addresses == ["https://x.example", "x"]
    assert page.elements == ["p", "img", "img", "ul", "li", "ul", "li"]
    assert ACTIVE.search("".join(page.pieces))


@settings(EACH_A_PROCESS, max_examples=10)
@given(names)
def test_no_name_does_anything_in_a_comment(name):
    bodies = [comment.render(*made).body for made in named(name)]
    for body, page in zip(bodies, gfm.render(bodies), strict=True):
        found = Page(page)
        assert set(found.elements) <= HARMLESS, body
        assert found.addresses == []
        assert found.attributes <= {"class", "align"}
        assert not [piece for piece in found.pieces if ACTIVE.search(piece)], body
        assert found.open == []


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_is_whole_and_links_only_to_its_run(name):
    body = comment.render(*COMMENTS[name]()).body
    found = Page("".join(gfm.render([body])))
    assert set(found.elements) <= HARMLESS
    assert FACTS.run
    assert all(str(address).startswith(FACTS.run.url[:40]) for address in found.addresses)
    assert found.open == []
