"""What an editor shows by our schemas: mistakes underlined, keys and values offered, their meaning on hover."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dataplan_sync.cli.boundary import run
from dataplan_sync.file_schemas.published import modeline
from peers.editor.language_server import LanguageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8")
SETTINGS = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """Give an editor that has a repository open, set up as docs/editors.md says."""
    repository = tmp_path_factory.mktemp("repository")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository)
        assert run(["schema", "--write"], environ={}) == 0
    settings = {"schemas": SETTINGS["yaml.schemas"]}
    home = tmp_path_factory.mktemp("home")
    with LanguageServer(repository, home, settings) as server:
        yield server


@pytest.fixture
def version() -> str:
    """Give a file that is not open yet."""
    return f"plans/shop/versions/{next(NUMBERS)}.yaml"


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("data_plan_idd: shop\n", "1:1", "data_plan_idd is not allowed"),
        ("data_plan_id: shop\nactivated_environment: prod\n", "2:24", '"development"'),
        ("version: one\n", "1:10", "Incorrect type"),
        ("data_points:\n  - custom_event: Click\n", "2:5", '"custom_event_type"'),
        (
            "data_points:\n  - screen_view: A\n    atributes: {}\n",
            "3:5",
            "atributes is not allowed",
        ),
        ("data_points:\n  - screen_view: A\n    products: {}\n", "3:5", "products is not allowed"),
        ("data_points:\n  - product_action: buy\n", "2:21", '"purchase"'),
        ("- user_attributes: {a: {type: strin}}\n", "1:31", '"string?"'),
        ("- user_attributes:\n    a: {maxlength: 9}\n", "2:9", "maxlength is not allowed"),
        ("- {match: {type: screen}, validator: {definition: {}}}\n", "1:18", '"screen_view"'),
        ("- {match: {type: user_attributes}, validator: {}}\n", "1:36", '"definition"'),
    ],
)
def test_a_mistake_is_underlined_where_it_is(
    editor: LanguageServer, version: str, text: str, place: str, told: str
) -> None:
    (found,) = editor.open(version, text)
    assert found.startswith(f"{place}: ")
    assert told in found


@pytest.mark.parametrize(
    ("text", "line", "column", "offered"),
    [
        ("\n", 1, 1, {"data_plan_id", "data_plan_versions", "version", "data_points"}),
        ("activated_environment: \n", 1, 24, {"none", "development", "production"}),
        ("- \n", 1, 3, {"custom_event", "screen_view", "user_attributes", "match"}),
        (
            "- screen_view: A\n  \n",
            2,
            3,
            {"additional_attributes", "attributes", "definition", "description"},
        ),
        (
            "- screen_view: A\n  attributes:\n    size: \n",
            3,
            11,
            {"string", "string?", "number", "true"},
        ),
        ("- {custom_event: A, custom_event_type: }\n", 1, 40, {"other", "navigation"}),
        ("- user_identities:\n    \n", 2, 5, {"email", "customerid"}),
    ],
)
def test_keys_and_values_are_offered_where_they_fit(
    editor: LanguageServer, version: str, text: str, line: int, column: int, offered: set[str]
) -> None:
    editor.open(version, text)
    assert offered <= set(editor.completions(version, line, column))


def test_only_what_belongs_to_a_data_point_is_offered(editor: LanguageServer, version: str) -> None:
    editor.open(version, "- screen_view: A\n  \n")
    assert editor.completions(version, 2, 3) == [
        "additional_attributes",
        "attributes",
        "definition",
        "description",
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("activated_environment: none\n", 1, 4, "Where the version is active"),
        ("- screen_view: Home\n", 1, 5, "The name of a screen, as it is sent."),
        ("- screen_view: Home\n  attributes: {a: string}\n", 2, 5, "The custom attributes"),
        ("- user_attributes:\n    a: {maxLength: 9}\n", 2, 10, "this many characters or fewer"),
    ],
)
def test_a_key_says_on_hover_what_it_means(
    editor: LanguageServer, version: str, text: str, line: int, column: int, told: str
) -> None:
    assert editor.open(version, text) == []
    assert told in editor.hover(version, line, column)


def test_the_configuration_has_its_own_schema(editor: LanguageServer) -> None:
    file = "dataplan-sync.yaml"
    text = "policy:\n  purne: true\n"
    assert editor.open(file, text) == ["2:3: Property purne is not allowed."]
    assert "What an apply may do." in editor.hover(file, 1, 2)


def test_shared_definitions_and_fixtures_are_left_alone(editor: LanguageServer) -> None:
    assert editor.open("plans/shared/device.yaml", "price: {type: number}\n") == []
    assert editor.open("plans/shop/tests/a.yaml", "- event: {}\n") == []


def test_a_first_line_sets_up_any_editor(editor: LanguageServer) -> None:
    text = "data_plan_idd: shop\n"
    assert editor.open("elsewhere/other.yaml", text) == []
    (found,) = editor.open("elsewhere/shop.yaml", modeline("elsewhere/shop.yaml") + text)
    assert found == "2:1: Property data_plan_idd is not allowed."
