"""JSON values for property tests, and equality that tells true from 1 and 1 from 1.0."""

from __future__ import annotations

from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**40), max_value=10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
)

TRICKY = st.sampled_from(
    [
        *(
            "NO",
            "no",
            "on",
            "Yes",
            "y",
            "n",
            "true",
            "True",
            "null",
            "~",
            "",
            " ",
            "-",
            "?",
            ":",
            "=",
            "<<",
        ),
        *(
            "012",
            "-012",
            "0o7",
            "0x1F",
            "0b1",
            "1e3",
            "1E3",
            ".5",
            "5.",
            "-1.5",
            "+1",
            "1_000",
            "1:30",
        ),
        *(
            "2020-01-01",
            "2001-12-14t21:59:43.10-05:00",
            ".inf",
            "-.INF",
            ".NaN",
            "9" * 2000,
            "1e999",
        ),
        *(
            "# x",
            "a #b",
            "a: b",
            "a:",
            "- x",
            "? x",
            "[",
            "{}",
            "}",
            ",",
            "&a",
            "*a",
            "!t",
            "|",
            ">",
            "@",
            "`",
        ),
        *(
            "%YAML 1.2",
            "---",
            "...",
            "--- x",
            "'",
            '"',
            "it's",
            "\\",
            "\\d+",
            " lead",
            "trail ",
            "\ttab\t",
        ),
        *(
            "\n",
            "\n\n",
            "a\nb",
            "a\nb\n",
            "a\n\nb",
            "a\n b\nc",
            " a\nb",
            "a \nb",
            "a\n\n",
            "\na",
            "a\r\nb",
        ),
        *(
            "a\n---\nb",
            "a\n# b",
            "\x00",
            "\x07",
            "\x1b",
            "\x7f",
            "\x85",
            "\xa0",
            "a\x85b",
            "\u2028",
            "\u2029",
        ),
        *(
            "\ufeff",
            "\ufeffa",
            "a\ufeff",
            "\ufffe",
            "\uffff",
            "😀",
            "🎁\n😀",
            "e\u0301",
            "x" * 200,
            "x y " * 300,
        ),
    ]
)

TEXT = TRICKY | st.text(max_size=12) | st.text("ab \n\t:#-'\"\\", max_size=14)

KEYS = TEXT | st.sampled_from(["type", "data_points", "match", "1", "NO"])


def values(
    leaves: st.SearchStrategy = SCALARS | TEXT, keys: st.SearchStrategy[str] = KEYS
) -> st.SearchStrategy:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


def typed(value):
    """Make a value comparable with its types, the order of its keys and the sign of zero."""
    match value:
        case dict():
            return ("object", [(key, typed(item)) for key, item in value.items()])
        case list():
            return ("list", [typed(item) for item in value])
        case _:
            return (type(value).__name__, repr(value))
