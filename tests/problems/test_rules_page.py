"""`docs/rules.md` shows every rule. `UPDATE_GOLDEN=1` rewrites the page."""

from __future__ import annotations

import os
from pathlib import Path

from dataplan_sync.problems import catalogue, fixture_rules, ignore_rules

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
LONGEST = 40
"""Lines of an example that are shown; one that is about size has thousands."""

INTRODUCTION = """\
# Rules on plan files

What `dataplan-sync validate` and every other command can find in plan files, with an example of each. An error makes
the plan files invalid (exit code 4), a warning does not. The id in brackets behind a problem is the heading here.

Rules under [What files say](#what-files-say), [Fixture events](#fixture-events) and
[Comments that ignore](#comments-that-ignore), and `unknown-key`, can be given another severity or be turned off in
`dataplan-sync.yaml`, and be ignored in a YAML file:

```yaml
rules:
  personal-data: error
  unknown-key: off
```

```yaml
# dataplan-sync: ignore=RULE reason                 before the first line with content: all of the file
data_plan_id: shop
data_plan_versions:
  # dataplan-sync: ignore=RULE,OTHER-RULE reason    alone on a line: all of what starts on the next one
  - version: 1
    data_points: [] # dataplan-sync: ignore=RULE reason, at the end of a line: what is found on that line
```

Some rules speak of many places at once, such as every data point without a description, or every use of an attribute. A
comment takes out the places that it stands at: the problem is then told of the others, at the first of them, in
whichever file of the version it is.

The other rules under [Reading files](#reading-files) cannot: where one of them is broken, a file does not say for certain what it declares.
"""
SECTIONS = {
    "Reading files": catalogue.READING_RULES,
    "What files say": [
        rule
        for rule in catalogue.RULES
        if rule not in catalogue.READING_RULES
        and rule not in (*fixture_rules.RULES, *ignore_rules.RULES)
    ],
    "Fixture events": fixture_rules.RULES,
    "Comments that ignore": ignore_rules.RULES,
}


def shown_text(content):
    """Show bytes that are no text as Python does, line by line."""
    if isinstance(content, str):
        return content
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    is_text = text and "\0" not in text
    return text if is_text else repr(content)[2:-1].replace("\\n", "\n")


def fenced(name, content):
    text = shown_text(content)
    lines = text.rstrip("\n").split("\n")
    if len(lines) > LONGEST:
        lines = [*lines[:LONGEST], f"# … and {len(lines) - LONGEST:,} more lines"]
    shown = [
        line if len(line) <= 160 else f"{line[:120]} … {len(line) - 120:,} more characters"
        for line in lines
    ]
    language = "json" if name.endswith(".json") else "yaml"
    return [f"`{name}`", "", f"```{language}", *shown, "```", ""]


def example(title, files):
    if not files:
        return [f"{title}: no files at all.", ""]
    return [f"{title}:", "", *(line for name in files for line in fenced(name, files[name]))]


def entry(rule):
    shown = (
        [f"No example: {rule.unshown}", ""]
        if rule.unshown
        else [*example("Fails", rule.failing), *example("Passes", rule.passing)]
    )
    return [
        f"### {rule.id}",
        "",
        f"**{rule.severity.value}** · {rule.sentence}",
        "",
        rule.advice,
        "",
        *shown,
    ]


def expected():
    lines = [INTRODUCTION]
    for title, rules in SECTIONS.items():
        lines += [f"## {title}", ""]
        lines += [
            f"- [`{rule.id}`](#{rule.id}) ({rule.severity.value}): {rule.sentence}"
            for rule in rules
        ]
        lines.append("")
        lines += [line for rule in rules for line in entry(rule)]
    return "\n".join(lines).rstrip("\n") + "\n"


def test_the_page_shows_every_rule():
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(expected(), "utf-8")
    assert PAGE.read_text("utf-8") == expected()
