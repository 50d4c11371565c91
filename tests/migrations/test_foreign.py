"""Two projects that meet in one database do not touch each other's work."""

from tests.migrations.project import ABC, A, B, C, Project, refusal


def test_up_refuses_a_database_of_other_migrations(project: Project) -> None:
    project.write(A, B)
    project.up()
    project.remove("0001_a")
    project.remove("0002_b")
    project.remove("0001_a.rollback")
    project.remove("0002_b.rollback")
    project.write(C)
    said = refusal(project.up).message
    assert "the database belongs to other migrations: it has 2, the last is 0002_b" in said
    assert project.tables() == ["a", "b"]


def test_up_goes_on_where_one_file_is_known(project: Project) -> None:
    project.write(A, B)
    project.up()
    project.remove("0001_a")
    project.remove("0001_a.rollback")
    project.write({name: text for name, text in ABC.items() if name not in A})
    assert project.up() == ["0003_c"]
