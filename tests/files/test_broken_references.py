from __future__ import annotations

import pytest

from dataplan_sync.files.inlining import MAX_INLINED
from tests.files.references import HOME, read, short, told

PROPERTIES = ("validator", "definition", "properties")


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ((*PROPERTIES, "price"), f"plans/{HOME}:1:22"),
        ((*PROPERTIES, "price", "type"), "plans/shared/commerce.yaml:1:9"),
        ((*PROPERTIES, "price", "type", 1), "plans/shared/commerce.yaml:1:9"),
        ((*PROPERTIES, "price", "minimum"), "plans/shared/commerce.yaml:1:24"),
        ((*PROPERTIES, "price", "title"), f"plans/{HOME}:1:65"),
        ((*PROPERTIES, "colour", "type"), "plans/shared/commerce.yaml:3:1"),
        (
            (*PROPERTIES, "money", "properties", "amount", "minimum"),
            "plans/shared/commerce.yaml:1:24",
        ),
        ((*PROPERTIES, "money", "properties", "amount"), "plans/shared/commerce.yaml:6:5"),
        ((*PROPERTIES, "money", "required", 0), "plans/shared/commerce.yaml:6:31"),
        (
            (*PROPERTIES, "money", "properties", "currency", "pattern"),
            "plans/shared/types.yaml:1:26",
        ),
    ],
)
def test_what_a_definition_says_has_its_place_in_its_own_file(path, mark):
    _, at, problems = read(
        "{user_attributes: {price: {$ref: shared/commerce.yaml#/price, title: Price}, "
        "colour: {$ref: shared/commerce.yaml#/colour}, money: {$ref: shared/commerce.yaml#/money}}}"
    )
    assert told(problems) == []
    assert at(*path) == mark


@pytest.mark.parametrize(
    ("written", "mark", "rule", "message"),
    [
        (
            "{a: {$ref: shared/comerce.yaml#/a}}",
            42,
            "unknown-reference",
            'did you mean "shared/commerce.yaml"?',
        ),
        (
            "{a: {$ref: shared/nothing.yaml#/a}}",
            42,
            "unknown-reference",
            "or with ./ at their own file",
        ),
        (
            "{a: {$ref: shared/commerce.yaml#/prise}}",
            42,
            "unknown-reference",
            'shared/commerce.yaml has no "prise"; did you mean "shared/commerce.yaml#/price"?',
        ),
        (
            "{a: {$ref: shared/commerce.yaml#/zzz}}",
            42,
            "unknown-reference",
            "it has price, size, colour, money, anything, nothing, listed, flagged and 1 more",
        ),
        (
            "{a: {$ref: shared/commerce.yaml#/numbers/7}}",
            42,
            "unknown-reference",
            'shared/commerce.yaml#/numbers has no "7"; it is a list',
        ),
        ("{a: {$ref: http://a.b/c}}", 42, "bad-reference", "nothing is fetched"),
        ("{a: {$ref: 3}}", 42, "bad-reference", "$ref names one definition here, not a number"),
        ("{a: {$ref: [b]}}", 42, "bad-reference", "not a list, which is for groups"),
        (
            "{a: {$ref: shared/commerce.yaml#/numbers}}",
            42,
            "bad-reference",
            "shared/commerce.yaml#/numbers must be a type or a schema, not a list (plans/shared/commerce.yaml:12:1)",
        ),
        ("{$ref: shared/commerce.yaml#/colour}", 38, "bad-reference", "must be a map from names"),
        ("{$ref: [shared/device.yaml, 3]}", 65, "bad-reference", "not a number"),
        (
            "{$ref: [shared/device.yaml, shared/groups.yaml#/other]}",
            65,
            "bad-reference",
            '"os" is in shared/device.yaml and, with another definition, in shared/groups.yaml#/other',
        ),
        (
            "{a: {$ref: shared/commerce.yaml#/listed, required: true}}",
            78,
            "bad-reference",
            "required: true would replace the list",
        ),
        (
            "{a: {$ref: shared/commerce.yaml#/nothing, title: A}}",
            42,
            "bad-reference",
            "the definition is false",
        ),
    ],
)
def test_what_cannot_be_followed_is_a_problem_where_it_is_written(written, mark, rule, message):
    _, problems = short(written)
    (problem,) = problems
    assert (str(problem.mark), problem.rule) == (f"plans/{HOME}:1:{mark}", rule)
    assert message in problem.message


def test_a_cycle_is_told_once_with_its_way():
    files = {
        "shared/a.yaml": "x: {properties: {y: {$ref: ./b.yaml#/y}}}\n",
        "shared/b.yaml": "y: {items: {$ref: ./a.yaml#/x}}\n",
    }
    _, problems = short("{p: {$ref: shared/a.yaml#/x}, q: {$ref: shared/b.yaml#/y}}", files)
    assert told(problems) == [
        (
            "plans/shared/b.yaml:1:13: the definition contains itself, without end: shared/a.yaml#/x → "
            "shared/b.yaml#/y → shared/a.yaml#/x; take out one of these references [reference-cycle]"
        )
    ]


def test_definitions_that_double_at_each_level_end_with_one_problem():
    levels = 60
    text = "p0: {type: string}\n" + "".join(
        f'p{n}: {{properties: {{a: {{$ref: "#/p{n - 1}"}}, b: {{$ref: "#/p{n - 1}"}}}}}}\n'
        for n in range(1, levels)
    )
    _, problems = short(f"{{a: {{$ref: shared/p.yaml#/p{levels - 30}}}}}", {"shared/p.yaml": text})
    (problem,) = problems
    assert problem.rule == "too-many-references"
    assert f"{MAX_INLINED:,}" in problem.message


@pytest.mark.parametrize(
    "level",
    ['{$ref: "#/p%d"}', '{items: {$ref: "#/p%d"}}', '{items: {items: {$ref: "#/p%d"}}}'],
)
def test_a_chain_of_definitions_without_end_is_too_deep(level):
    text = "p0: string\n" + "".join(f"p{n}: {level % (n - 1)}\n" for n in range(1, 2000))
    _, problems = short("{a: {$ref: shared/p.yaml#/p1999}}", {"shared/p.yaml": text})
    (problem,) = problems
    assert problem.rule == "too-deep"


def test_a_file_that_cannot_be_parsed_is_told_once():
    _, problems = short(
        "{a: {$ref: shared/a.yaml#/a}, b: {$ref: shared/a.yaml#/b}}", {"shared/a.yaml": "a: [\n"}
    )
    (problem,) = problems
    assert (problem.rule, problem.mark.file) == ("yaml-syntax", "plans/shared/a.yaml")


def test_a_short_form_that_is_wrong_in_a_definition_is_a_problem_there():
    _, problems = short(
        "{a: {$ref: shared/a.yaml#/a}}",
        {"shared/a.yaml": "a:\n  type: object\n  properties: {b: strin}\n"},
    )
    assert told(problems) == [
        'plans/shared/a.yaml:3:16: there is no type "strin": did you mean "string"? [wrong-type]'
    ]
