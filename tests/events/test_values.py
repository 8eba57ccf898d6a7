from __future__ import annotations

import math

import pytest

from dataplan_sync.events.values import (
    as_double,
    is_deep,
    is_whole,
    number_text,
    same,
    type_of,
    without_nulls,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (2.0, "2"),
        (-1.50, "-1.5"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (123456789012345680000, "123456789012345680000"),
        (1e21, "1e+21"),
        (1.25e300, "1.25e+300"),
        (10**400, "Infinity"),
        (-(10**400), "-Infinity"),
        (math.nan, "NaN"),
    ],
)
def test_numbers_are_printed_as_javascript_does(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ("1", 1, False),
        (None, None, True),
        ([1, {"a": 2}], [1.0, {"a": 2.0}], True),
        ([1], [1, 2], False),
        ({"a": 1}, {"b": 1}, False),
        ({"a": 1, "b": None}, {"b": None, "a": 1}, True),
        (2**53, 2**53 + 1, True),
    ],
)
def test_values_are_equal_as_in_json(one, other, equal):
    assert same(one, other) is equal


@pytest.mark.parametrize(
    ("number", "whole"),
    [(1.0, True), (1.5, False), (math.inf, True), (-math.inf, True), (math.nan, False)],
)
def test_a_whole_number_has_no_fraction(number, whole):
    assert is_whole(number) is whole


def test_what_no_double_holds_is_infinite():
    assert (as_double(10**400), as_double(-(10**400)), as_double(2)) == (math.inf, -math.inf, 2.0)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "integer"),
        (1.0, "number"),
        (True, "boolean"),
        (None, "null"),
        ("", "string"),
        ([], "array"),
    ],
)
def test_types_have_the_names_of_json_schema(value, name):
    assert type_of(value) == name


def test_nulls_are_left_out_of_objects_alone():
    value = {"a": None, "b": {"c": None, "d": 1}, "e": [None, {"f": None}]}
    assert without_nulls(value) == {"b": {"d": 1}, "e": [None, {"f": None}]}


@pytest.mark.parametrize(
    ("value", "deep"),
    [(1, False), ([[1]], False), ([[[]]], True), ({"a": [{"b": {}}]}, True), ([{}], False)],
)
def test_depth_is_counted_in_objects_and_lists(value, deep):
    assert is_deep(value, 2) is deep
