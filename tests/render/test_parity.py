from __future__ import annotations

from dataplan_sync.model import ActivatedEnvironment, DataPlanKey, DataPlanVersionKey
from dataplan_sync.parity import Disparity, Parity, Standing
from dataplan_sync.render import parity as rendering

A, B = "a" * 64, "b" * 64
NONE, PRODUCTION = ActivatedEnvironment.NONE, ActivatedEnvironment.PRODUCTION
FOUND = Parity(
    ("dev", "prod"),
    4,
    (
        Disparity(DataPlanKey("app"), {"dev": Standing(A), "prod": None}),
        Disparity(
            DataPlanVersionKey("shop", 1),
            {"dev": Standing(A, NONE), "prod": Standing(A, PRODUCTION)},
        ),
        Disparity(
            DataPlanVersionKey("shop", 2), {"dev": Standing(A, NONE), "prod": Standing(B, NONE)}
        ),
    ),
)


def test_text_has_a_line_an_object_and_a_column_a_workspace():
    assert list(rendering.lines(FOUND)) == [
        "Parity of dev, prod: 3 objects differ in live, 4 are alike.",
        "",
        "           dev              prod",
        "  app      present          absent",
        "  shop v1  none             production",
        "  shop v2  none, content A  none, content B",
    ]


def test_nothing_and_too_few_are_said():
    assert list(rendering.lines(Parity(("dev", "prod"), 1, ()))) == [
        "Parity of dev, prod: nothing differs in live, 1 is alike."
    ]
    assert rendering.title(Parity(("dev",), 1, ())).endswith("could be looked at (dev).")
    one = Parity(("dev", "prod"), 0, FOUND.disparities[:1])
    assert rendering.title(one) == "Parity of dev, prod: 1 object differs in live, 0 are alike."


def test_markdown_escapes_names():
    hostile = Parity(
        ("a|b", "prod"), 0, (Disparity(DataPlanKey("a|b"), {"a|b": None, "prod": Standing(A)}),)
    )
    assert "a|b" not in "".join(rendering.markdown(hostile)).replace("a\\|b", "").replace(
        "a&#124;b", ""
    )
    assert len(list(rendering.markdown(Parity(("dev", "prod"), 1, ())))) == 1


def test_json_has_all_digits():
    assert rendering.document(FOUND)["differences"] == [
        {
            "data_plan_id": "app",
            "version": None,
            "standings": {"dev": {"activated_environment": None, "content": A}, "prod": None},
        },
        {
            "data_plan_id": "shop",
            "version": 1,
            "standings": {
                "dev": {"activated_environment": "none", "content": A},
                "prod": {"activated_environment": "production", "content": A},
            },
        },
        {
            "data_plan_id": "shop",
            "version": 2,
            "standings": {
                "dev": {"activated_environment": "none", "content": A},
                "prod": {"activated_environment": "none", "content": B},
            },
        },
    ]
