from __future__ import annotations

from benchmarks.report import Line, heading, verdict


def test_a_line_holds_both_figures_the_ratio_and_who_is_ahead() -> None:
    text = Line("cambi al secondo", "/s", 30, 10, better="more").text()

    assert "30,0 /s" in text
    assert "10,0 /s" in text
    assert "3,00" in text
    assert "avanti noi ×3,00" in text


def test_a_line_without_a_peer_compares_with_nobody() -> None:
    text = Line("intake: tempo", "s", 20, goal=60).text()

    assert "avanti" not in text
    assert text.endswith("obiettivo ≤ 60,0 s: sì")


def test_a_goal_that_is_missed_is_said_aloud() -> None:
    assert Line("byte", "kB", 31, goal=30).text().endswith("NO")
    assert Line("cambi", "/s", 31, goal=30, better="more").text().endswith("sì")


def test_a_ratio_to_nothing_is_infinite_and_not_an_error() -> None:
    assert "∞" in Line("memoria", "MB", 0.1, 0.0).text()


def test_headings_stand_over_their_columns() -> None:
    line = Line("cambi", "/s", 30, 10).text()

    assert heading().index("chi è avanti") == line.index("avanti")


def test_the_verdict_counts_lines_and_goals() -> None:
    lines = [
        Line("a", "ms", 1, 2),
        Line("b", "ms", 2, 2),
        Line("c", "ms", 4, 2, goal=3),
        Line("d", "s", 4, goal=5),
    ]

    said = verdict(lines)

    assert "Avanti noi in 1 righe su 3, pari in 1, avanti Dash in 1." in said
    assert "Obiettivi raggiunti: 1 su 2." in said
