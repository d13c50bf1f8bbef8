from benchmarks.pages import spread


def test_territories_lie_far_from_each_other_and_none_comes_twice() -> None:
    options = [f"A{n:02d}" for n in range(40)]

    found = spread(options, 8)

    assert len(set(found)) == 8
    assert set(found) == set(options[::5])
    assert found[:2] == ["A00", "A10"]


def test_fewer_territories_than_asked_for_are_all_taken() -> None:
    assert sorted(spread(["A", "B", "C"], 8)) == ["A", "B", "C"]
