"""Pull requests that change one data plan, opened, reviewed and merged."""

from __future__ import annotations

from tests.cli.conftest import SHOP

REVIEWED_ONLY = "version: 1\npolicy: {require_review: true}\n"


def plan(name, enum="S, M, NO"):
    text = SHOP.replace("data_plan_id: shop", f"data_plan_id: {name}")
    return text.replace("enum: [S, M, NO]", f"enum: [{enum}]")


def open_pull(workflow, number, name, enum, *, exit_code=0, **options):
    """Open a pull request that changes one data plan, and let it be reviewed; give the run that reviewed it."""
    head = workflow.head
    workflow.world.open_pull(number, head=f"topic-{number}")
    before = workflow.cli.read(f"plans/{name}.yaml")
    workflow.cli.write(f"plans/{name}.yaml", plan(name, enum))
    step = workflow.pull_request(number, **options)
    assert step.exit_code == exit_code, step.log
    workflow.cli.write(f"plans/{name}.yaml", before)
    assert workflow.head == head
    return step


def merge(workflow, number, **files):
    """Merge a pull request; the checkout then holds what the branch holds."""
    for name, enum in files.items():
        workflow.cli.write(f"plans/{name}.yaml", plan(name, enum))
    return workflow.world.merge(number)


def is_live(workflow):
    return workflow.cli("diff", "--exit-code").exit_code == 0
