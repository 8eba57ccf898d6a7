from __future__ import annotations

import pytest

from dataplan_sync.impact.claim import Claim
from dataplan_sync.impact.schema_change import Place

PLACE = Place(data=("data", "a/b"))


def error(pointer, keyword="type", key="x"):
    return {"error_pointer": pointer, "schema_keyword": keyword, "key": key}


@pytest.mark.parametrize(
    ("claim", "of_vendor", "covered"),
    [
        (Claim(), error("#/data/c"), True),
        (Claim(), {"key": "x"}, False),
        (Claim(PLACE), error("#/data/a~1b"), True),
        (Claim(PLACE), error("#/data/a~1b/c"), True),
        (Claim(PLACE), error("#/data", "additionalProperties", "a/b"), True),
        (Claim(PLACE), error("#/data", "additionalProperties", "c"), False),
        (Claim(PLACE), error("#/data/a~1bc"), False),
        (Claim(PLACE, missing="c"), error("#/data/a~1b", "required", "c"), True),
        (Claim(PLACE, missing="c"), error("#/data/a~1b", "required", "d"), False),
        (Claim(PLACE, missing="c"), error("#/data/a~1b", "additionalProperties", "c"), False),
        (Claim(PLACE, missing="c"), error("#/data/a~1b/e", "required", "c"), False),
        (Claim(PLACE, limits=True), error("#/data/a~1b", "minItems"), True),
        (Claim(PLACE, limits=True), error("#/data/a~1b/0", "type"), False),
        (Claim(PLACE, limits=True), error("#/data/a~1b", "additionalProperties", "c"), False),
    ],
)
def test_a_change_answers_for_its_own_errors_alone(claim, of_vendor, covered):
    assert claim.covers(of_vendor) is covered
