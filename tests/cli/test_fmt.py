from __future__ import annotations

import pytest

MESSY = "a:\n- NO   # beside\n-   [ 1,2 ]\n"
NEAT = "a:\n  - NO   # beside\n  - [1, 2]\n"


def test_all_yaml_files_of_the_plans_folder_are_laid_out(cli):
    for path in ("plans/a.yaml", "plans/web/tests/b.yml", "plans/shared/c.yaml", "plans/_d.yaml"):
        cli.write(path, MESSY)
    cli.write("plans/e.json", '{"a":1}')

    result = cli("fmt", environ={})

    assert (result.exit_code, result.out) == (0, "")
    assert result.err.splitlines()[-1] == "3 of 3 YAML files changed"
    assert cli.read("plans/a.yaml") == cli.read("plans/web/tests/b.yml") == NEAT
    assert (cli.read("plans/_d.yaml"), cli.read("plans/e.json")) == (MESSY, '{"a":1}')
    assert cli("fmt", "--check").exit_code == 0


def test_check_names_what_would_change_and_writes_nothing(cli):
    cli.write("plans/a.yaml", MESSY)
    cli.write("plans/b.yaml", NEAT)

    result = cli("fmt", "--check")

    assert (result.exit_code, cli.read("plans/a.yaml")) == (1, MESSY)
    assert result.err == "would change plans/a.yaml\n1 of 2 YAML files would change\n"


def test_only_what_is_named_is_laid_out(cli):
    for path in ("plans/a.yaml", "plans/b.yaml", "other/c.yaml"):
        cli.write(path, MESSY)

    assert cli("fmt", "plans/a.yaml", "other", "plans/a.yaml").exit_code == 0

    assert [cli.read(path) for path in ("plans/a.yaml", "other/c.yaml")] == [NEAT, NEAT]
    assert cli.read("plans/b.yaml") == MESSY


@pytest.mark.parametrize("options", [(), ("--check",)])
def test_a_file_that_is_refused_is_named_and_the_others_go_on(cli, options):
    cli.write("plans/a.yaml", "a: [\n")
    cli.write("plans/b.yaml", "a:   |\n   text")
    cli.write("plans/c.yaml", MESSY)

    result = cli("fmt", *options)

    assert result.exit_code == 1
    assert "plans/a.yaml is left as it is" in result.err
    assert "plans/b.yaml is left as it is: in the canonical layout" in result.err
    assert (cli.read("plans/a.yaml"), cli.read("plans/b.yaml")) == ("a: [\n", "a:   |\n   text")
    assert cli.read("plans/c.yaml") == (MESSY if options else NEAT)


def test_a_path_that_is_missing_is_wrong_usage(cli):
    result = cli("fmt", "plans/nowhere.yaml")
    assert result.exit_code == 2
    assert "there is no plans/nowhere.yaml" in result.err


def test_a_file_that_cannot_be_opened_is_named(cli):
    file = cli.write("plans/a.yaml", MESSY)
    file.unlink()
    file.symlink_to(file.parent.parent / "b.yaml")
    target = cli.write("b.yaml", MESSY)
    result = cli("fmt")
    assert result.exit_code == 1
    assert "plans/a.yaml: this link leads out of plans" in result.err
    assert target.read_text("utf-8") == MESSY
