from dashboard.components.kept import Kept


def test_a_thing_is_made_once_and_given_again() -> None:
    kept, made = Kept(), []

    def make() -> str:
        made.append(1)
        return "mappa"

    assert [kept.get("chiave", make), kept.get("chiave", make)] == ["mappa", "mappa"]
    assert made == [1]


def test_the_one_unused_for_longest_goes_first() -> None:
    kept = Kept(most=2)
    for key in ("prima", "seconda", "prima", "terza"):
        kept.get(key, lambda key=key: key.upper())  # type: ignore[misc]

    assert len(kept) == 2
    assert kept.get("prima", lambda: "fatta di nuovo") == "PRIMA"
    assert kept.get("seconda", lambda: "fatta di nuovo") == "fatta di nuovo"


def test_nothing_is_a_thing_too() -> None:
    kept = Kept()
    kept.get("vuota", lambda: None)

    assert kept.get("vuota", lambda: "fatta di nuovo") is None
