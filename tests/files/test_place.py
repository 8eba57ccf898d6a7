from __future__ import annotations

import pytest

from dataplan_sync.files.place import Place, Role, place_of, units


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("shop.yaml", Place("shop.yaml", Role.LOOSE)),
        ("teams/web/Shop.YML", Place("teams/web/Shop.YML", Role.LOOSE)),
        ("shop.json", Place("shop.json", Role.LOOSE)),
        ("plan.yaml", Place("plan.yaml", Role.LOOSE)),
        ("a/shared/x.yaml", Place("a/shared/x.yaml", Role.LOOSE)),
        ("shared.yaml", Place("shared.yaml", Role.LOOSE)),
        ("tests.yaml", Place("tests.yaml", Role.LOOSE)),
        ("versions/3.yaml", Place("versions/3.yaml", Role.LOOSE)),
        ("mobile/plan.yml", Place("mobile/plan.yml", Role.DATA_PLAN, "mobile")),
        ("apps/mobile/plan.json", Place("apps/mobile/plan.json", Role.DATA_PLAN, "mobile")),
        ("mobile/versions/3.yaml", Place("mobile/versions/3.yaml", Role.VERSION, "mobile", 3)),
        ("a/m/versions/12.json", Place("a/m/versions/12.json", Role.VERSION, "m", 12)),
        (
            "m/versions/3/version.yaml",
            Place("m/versions/3/version.yaml", Role.VERSION_SCALARS, "m", 3),
        ),
        ("m/versions/3/3.yaml", Place("m/versions/3/3.yaml", Role.DATA_POINTS, "m", 3)),
        (
            "versions/versions/1.yaml",
            Place("versions/versions/1.yaml", Role.VERSION, "versions", 1),
        ),
        *(
            (path, Place(path, Role.MISPLACED))
            for path in (
                *(
                    "m/versions/0.yaml",
                    "m/versions/03.yaml",
                    "m/versions/v3.yaml",
                    "m/versions/-1.yaml",
                ),
                *("m/versions/three/a.yaml", "m/versions/3/deep/a.yaml", "m/versions/٣.yaml"),
                "m/versions/" + "9" * 5000 + ".yaml",
            )
        ),
        ("linked/", Place("linked/", Role.UNLISTED)),
        ("", Place("", Role.UNLISTED)),
        *(
            (path, None)
            for path in (
                *(
                    "README.md",
                    "shop.yaml.bak",
                    "yaml",
                    "shared/a.yaml",
                    "shared/a/b.yaml",
                    "shared/",
                ),
                *(
                    "mobile/tests/a.yaml",
                    "tests/a.yaml",
                    "m/versions/tests/a.yaml",
                    ".git/a.yaml",
                    "_old/a.yaml",
                ),
                *("a/_b.yaml", "a/.c.yaml", ".yaml", "m/tests/linked/"),
            )
        ),
    ],
)
def test_a_path_says_what_a_file_is_for(path, place):
    assert place_of(path) == place


def test_files_of_a_spread_version_are_read_together_and_all_others_alone():
    found = units(
        [
            "m/versions/2/b.yaml",
            "m/versions/1.yaml",
            "m/plan.yaml",
            "a.md",
            "m/versions/2/a.json",
            "m/versions/2.yaml",
        ]
    )

    assert [[place.path for place in unit.places] for unit in found] == [
        ["m/plan.yaml"],
        ["m/versions/1.yaml"],
        ["m/versions/2.yaml"],
        ["m/versions/2/a.json", "m/versions/2/b.yaml"],
    ]
