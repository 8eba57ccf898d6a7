from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_args, get_type_hints

from dataplan_sync.cli.emulator import emulator
from dataplan_sync.emulator.options import EmulatorOptions, Switch

PAGE = Path(__file__).parents[2] / "docs" / "emulator.md"
OF_THE_COMMAND = {"client_id", "client_secret"}


def expected_table():
    hints = get_type_hints(EmulatorOptions, include_extras=True)
    rows = [
        "| switch | values | default | what it decides | why it is a switch |",
        "|---|---|---|---|---|",
    ]
    for field in dataclasses.fields(EmulatorOptions):
        kind, switch = get_args(hints[field.name])
        if field.name in OF_THE_COMMAND:
            continue
        flag = {"workspace_ids": "--allow-workspace"}.get(
            field.name, f"--{field.name.replace('_', '-')}"
        )
        values = {bool: "yes, no", int: "number", float: "seconds"}.get(kind, "numbers")
        default = field.default
        if hasattr(kind, "__members__"):
            values = ", ".join(f"`{member.value}`" for member in kind)
            default = f"`{default.value}`"
        elif kind is bool:
            default = "yes" if default else "no"
        default = default if default != () else "none"
        rows.append(f"| `{flag}` | {values} | {default} | {switch.help} | {switch.why} |")
    return "\n".join(rows)


def test_the_page_shows_every_switch_with_its_default():
    assert expected_table() in PAGE.read_text(encoding="utf-8")


def test_every_option_says_what_it_does_and_why():
    for hint in get_type_hints(EmulatorOptions, include_extras=True).values():
        switch = get_args(hint)[1]
        assert isinstance(switch, Switch)
        assert switch.help.endswith(".")
        assert switch.why.endswith(".")


def test_the_page_names_every_option_of_the_command():
    text = PAGE.read_text(encoding="utf-8")
    flags = [
        flag for option in emulator.params for flag in option.opts if option.name != "client_secret"
    ]
    assert [flag for flag in flags if flag not in text] == []


def test_the_secret_is_not_shown():
    assert "hush" not in repr(EmulatorOptions(client_secret="hush"))
