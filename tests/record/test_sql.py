"""Conditions that are put together, as both databases understand them."""

from dragoman.record.sql import FALSE, TRUE, Sql, any_of, every, exists, one_of, plain, run, select
from dragoman.record.store import Record

_ONE = Sql("t.x = %s", ("a",))


def test_what_is_neutral_leaves_no_trace() -> None:
    assert _ONE & TRUE == TRUE & _ONE == every([TRUE, _ONE]) == any_of([_ONE]) == _ONE
    assert any_of([]) == one_of("t.x", ()) == FALSE


def test_conditions_are_joined_with_their_values_in_order(sample: Record) -> None:
    rows = "(SELECT 'a' AS x, 1 AS n UNION ALL SELECT 'b', 2 UNION ALL SELECT 'c', 3) t"

    def found(where: Sql) -> list[str]:
        return sorted(x for (x,) in run(select("t.x", rows, where), sample.alias))

    assert found(TRUE) == ["a", "b", "c"]
    assert found(any_of([_ONE, Sql("t.n = %s", (3,))]) & Sql("t.n < %s", (3,))) == ["a"]
    assert found(one_of("t.x", ("a", "c")) & ~Sql("t.n = %s", (3,))) == ["a"]
    assert found(~any_of([_ONE, Sql("t.n = %s", (2,)) & Sql("t.x = %s", ("b",))])) == ["c"]
    assert found(exists("(SELECT 2 AS n) u", Sql("u.n = t.n"))) == ["b"]
    assert found(Sql(f"{plain('t.x', sample.alias)} = %s", ("b",))) == ["b"]


def test_what_is_unknown_is_not_true(sample: Record) -> None:
    rows = "(SELECT CAST(NULL AS text) AS x) t"
    assert run(select("1", rows, ~_ONE), sample.alias) == [(1,)]
    assert run(select("1", rows, _ONE), sample.alias) == []
