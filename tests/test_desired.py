from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from dataplan_sync import desired
from dataplan_sync.errors import InvalidPlanFilesError
from dataplan_sync.files.room import KEPT_TEXT
from dataplan_sync.files.source import WorkTree
from dataplan_sync.model import (
    DataPlan,
    DataPlanKey,
    DataPlanVersion,
    DataPlanVersionKey,
    Mark,
    VersionDocument,
)
from dataplan_sync.problems.problem import Problem, Severity
from tests.files.sources import MemorySource

if TYPE_CHECKING:
    from dataplan_sync.desired import LoadedPlans


def lines(loaded: LoadedPlans) -> list[str]:
    return [str(found) for found in loaded.problems]


FILES: dict[str, str | bytes] = {
    "shop.yaml": "# the shop\ndata_plan_id: shop\ndata_plan_versions:\n- version: 1\n  data_points: []\n",
    "m/plan.yaml": "data_plan_name: Mobile\n",
    "m/versions/2.yaml": "data_points: []\n",
    "m/versions/1/a.yaml": "# none\n[]\n",
    "m/versions/1/version.yaml": "\nversion_description: First\n",
    "feed.json": '{"data_plan_id": "feed", "version": 7, "data_points": []}',
}


def empty_version(
    data_plan_id: str, number: int, description: str | None = None
) -> DataPlanVersion:
    return DataPlanVersion(data_plan_id, number, description, version_document=VersionDocument(()))


DATA_PLANS = [
    DataPlan("feed", versions=(empty_version("feed", 7),)),
    DataPlan("m", "Mobile", versions=(empty_version("m", 1, "First"), empty_version("m", 2))),
    DataPlan("shop", versions=(empty_version("shop", 1),)),
]


@pytest.mark.parametrize(
    ("kept_text", "reads"), [(KEPT_TEXT, 1), (0, 2)], ids=["within the budget", "beyond it"]
)
def test_files_are_read_once_and_again_only_beyond_the_budget(kept_text, reads):
    source = MemorySource(dict(FILES))
    loaded = desired.load(source, kept_text=kept_text)
    assert loaded.problems == ()
    assert set(source.reads.values()) == {1}

    assert [loaded.state.load(each) for each in loaded.state.data_plan_ids] == DATA_PLANS
    assert loaded.state.load("unknown") is None
    assert source.reads == dict.fromkeys(FILES, reads)


def test_the_budget_keeps_what_fits():
    source = MemorySource({f"p{n}.yaml": f"data_plan_id: p{n}\n" for n in range(4)})
    loaded = desired.load(source, kept_text=2 * len("data_plan_id: p0\n"))

    for each in loaded.state.data_plan_ids:
        loaded.state.load(each)
    assert source.reads == {"p0.yaml": 1, "p1.yaml": 1, "p2.yaml": 2, "p3.yaml": 2}


def test_every_data_plan_and_version_has_a_mark():
    assert desired.load(MemorySource(FILES)).state.marks == {
        DataPlanKey("feed"): Mark("plans/feed.json", 1, 1),
        DataPlanVersionKey("feed", 7): Mark("plans/feed.json", 1, 1),
        DataPlanKey("m"): Mark("plans/m/plan.yaml", 1, 1),
        DataPlanVersionKey("m", 1): Mark("plans/m/versions/1/version.yaml", 2, 1),
        DataPlanVersionKey("m", 2): Mark("plans/m/versions/2.yaml", 1, 1),
        DataPlanKey("shop"): Mark("plans/shop.yaml", 2, 1),
        DataPlanVersionKey("shop", 1): Mark("plans/shop.yaml", 4, 3),
    }


def test_a_data_plan_is_marked_where_it_is_declared_itself():
    files: dict[str, str | bytes] = {
        "a.json": '{"data_plan_id": "shop", "version": 1, "data_points": []}',
        "shop.yaml": "\ndata_plan_id: shop\n",
    }

    assert desired.load(MemorySource(files)).state.marks[DataPlanKey("shop")] == Mark(
        "plans/shop.yaml", 2, 1
    )


def test_what_is_declared_twice_names_both_places():
    files: dict[str, str | bytes] = {
        "a.yaml": "data_plan_id: shop\ndata_plan_versions:\n- {version: 1, data_points: []}\n"
        "- {version: 1, data_points: []}\n",
        "b/shop.yaml": "data_plan_id: shop\ndata_plan_name: Other\n",
        "shop/plan.yaml": "{}\n",
        "shop/versions/1/x.yaml": "[]\n",
        "shop/versions/1.yaml": "data_points: []\n",
        "v.json": '{"data_plan_id": "shop", "version": 1, "data_points": []}',
    }

    assert lines(desired.load(MemorySource(files))) == [
        "plans/a.yaml:4:3: error: version 1 is already declared at plans/a.yaml:3:3; keep one [duplicate-version]",
        'plans/b/shop.yaml:1:1: error: the data plan "shop" is already declared at plans/a.yaml:1:1; keep one [duplicate-data-plan]',
        'plans/shop/plan.yaml:1:1: error: the data plan "shop" is already declared at plans/a.yaml:1:1; keep one [duplicate-data-plan]',
        "plans/shop/versions/1.yaml:1:1: error: shop v1 is already declared at plans/a.yaml:3:3; keep one [duplicate-version]",
        "plans/shop/versions/1/x.yaml:1:1: error: shop v1 is already declared at plans/a.yaml:3:3; keep one [duplicate-version]",
        "plans/v.json:1:1: error: shop v1 is already declared at plans/a.yaml:3:3; keep one [duplicate-version]",
    ]


def test_the_first_declaration_is_the_one_that_loads():
    files: dict[str, str | bytes] = {
        "a.yaml": "data_plan_id: shop\ndata_plan_name: First\ndata_plan_versions:\n"
        "- {version: 1, version_description: First, data_points: []}\n"
        "- {version: 1, version_description: Second, data_points: []}\n",
        "b.yaml": "data_plan_id: shop\ndata_plan_name: Second\ndata_plan_versions:\n"
        "- {version: 1, version_description: Third, data_points: []}\n",
    }

    assert desired.load(MemorySource(files)).state.load("shop") == DataPlan(
        "shop", "First", versions=(empty_version("shop", 1, "First"),)
    )


def test_problems_of_all_files_come_in_order_and_errors_apart():
    files: dict[str, str | bytes] = {
        "z.yaml": "data_plan_id: z\nowner: x\n",
        "a.yaml": "data_plan_id: [\n",
        "m.yaml": "data_plan_id: m\nb: .inf\na: 1\ndata_plan_name: 2\n",
    }
    loaded = desired.load(MemorySource(files))

    assert [(found.rule, str(found.mark)) for found in loaded.problems] == [
        ("yaml-syntax", "plans/a.yaml:2:1"),
        ("unknown-key", "plans/m.yaml:2:1"),
        ("not-json", "plans/m.yaml:2:4"),
        ("unknown-key", "plans/m.yaml:3:1"),
        ("wrong-type", "plans/m.yaml:4:1"),
        ("unknown-key", "plans/z.yaml:2:1"),
    ]
    assert [found.rule for found in loaded.errors] == ["yaml-syntax", "not-json", "wrong-type"]


@pytest.mark.parametrize(
    "files", [{}, {"README.md": "x", "shared/a.yaml": "x", "m/tests/b.yaml": "x"}]
)
def test_no_plan_files_is_an_error_that_says_where_it_looked(files):
    loaded = desired.load(MemorySource(files))

    assert loaded.state.data_plan_ids == ()
    assert loaded.errors == (
        Problem(
            "no-plan-files",
            Severity.ERROR,
            "there are no plan files (.yaml, .yml, .json) below plans; name the folder that holds them, "
            "or let `dataplan-sync pull` write what is live as a start",
            Mark("plans"),
        ),
    )


def test_no_plan_files_are_all_right_where_that_is_allowed():
    loaded = desired.load(MemorySource({}), allow_empty=True)

    assert (loaded.state.data_plan_ids, loaded.problems) == ((), ())


def test_a_missing_folder_is_an_error_and_no_exception(tmp_path):
    loaded = desired.load(WorkTree(tmp_path / "plans", root="plans"))

    assert [found.rule for found in loaded.errors] == ["no-plan-files"]


def test_what_cannot_be_read_is_reported_beside_the_rest(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "linked").symlink_to("folder")
    (tmp_path / "passwd.yaml").symlink_to("/etc/passwd")
    (tmp_path / "shop.yaml").write_text("data_plan_id: shop\n")
    (tmp_path / "a\nb.yaml").write_text("")
    loaded = desired.load(WorkTree(tmp_path, root="."))

    assert loaded.state.load("shop") == DataPlan("shop")
    assert lines(loaded) == [
        "a\\nb.yaml:1:1: error: the file is empty; fill it or delete it [empty-file]",
        (
            "linked:1:1: error: this link leads to a folder, which is not followed; "
            "move the folder here [unreadable-file]"
        ),
        "passwd.yaml:1:1: error: this link leads out of .; put the file itself here [unreadable-file]",
    ]


def test_a_file_that_grew_beyond_the_limit_is_a_problem(monkeypatch):
    monkeypatch.setattr("dataplan_sync.files.reading.MAX_FILE_SIZE", 2)

    assert [found.rule for found in desired.load(MemorySource(FILES)).problems] == [
        "unreadable-file"
    ] * 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("data_plan_id: [\n", "plans/shop.yaml:2:1: error: .*\nThe file changed while it was read"),
        (
            "data_plan_id: other\n",
            'plans/shop.yaml no longer declares the data plan "shop": run again',
        ),
        ("", "plans/shop.yaml:1:1: error: the file is empty"),
    ],
)
def test_a_file_that_changed_meanwhile_is_refused(content, message):
    source = MemorySource(dict(FILES))
    loaded = desired.load(source, kept_text=0)
    source.files["shop.yaml"] = content

    with pytest.raises(InvalidPlanFilesError, match=message):
        loaded.state.load("shop")


def test_a_file_that_is_read_again_may_have_warnings():
    source = MemorySource({"shop.yaml": "data_plan_id: shop\nowner: x\n"})
    loaded = desired.load(source, kept_text=0)

    assert loaded.errors == ()
    assert loaded.state.load("shop") == DataPlan("shop", extra={"owner": "x"})


def test_beyond_the_budget_memory_follows_the_largest_data_plan():
    points = "".join(
        f"  - match: {{type: screen_view, criteria: {{screen_name: s{n}}}}}\n"
        "    description: A screen\n"
        "    validator: {definition: {properties: {data: {properties: {}}}}}\n"
        for n in range(120)
    )
    content = "data_plan_id: {}\ndata_plan_versions:\n- version: 1\n  data_points:\n" + points

    def files(count: int) -> dict[str, str | bytes]:
        return {f"p{n}.yaml": content.replace("{}", f"p{n}", 1) for n in range(count)}

    def peak(count: int) -> int:
        source = MemorySource(files(count))
        gc.collect()
        tracemalloc.start()
        try:
            loaded = desired.load(source, kept_text=0)
            assert loaded.problems == ()
            for each in loaded.state.data_plan_ids:
                assert loaded.state.load(each)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8) < 1.5 * peak(2)


def test_a_repository_on_disk_and_the_same_in_memory_are_one(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    on_disk = desired.load(WorkTree(tmp_path / "plans", root="plans"))
    in_memory = desired.load(MemorySource(FILES))

    assert on_disk.state.marks == in_memory.state.marks
    assert [on_disk.state.load(each) for each in on_disk.state.data_plan_ids] == DATA_PLANS
