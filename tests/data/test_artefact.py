import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.artefact import Artefact, Part, read_parts, write_parts
from tests.data.parts import FRAME


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.none()
            | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(2**62), 2**62),
        ),
        max_size=6,
    )
)
def test_any_rows_survive_a_database(rows: list[tuple[str | None, float | None, int]]) -> None:
    part = Part("rows", (("t", "text"), ("r", "real"), ("i", "integer")), list(rows))
    written = Artefact({"number": 1}, {"rows": part})
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.connect() as connection:
        write_parts(connection, None, written)
        read = read_parts(connection, None)
    engine.dispose()
    assert read.digest == written.digest
    assert read.parts["rows"].rows == rows


def test_the_digest_tells_contents_apart() -> None:
    digests = {
        Artefact(meta, {"p": Part.of("p", frame)}).digest
        for meta in ({"a": 1}, {"a": 2})
        for frame in (FRAME, FRAME.head(2), FRAME.rename(columns={"area": "altra"}), FRAME.iloc[::-1])
    }
    assert len(digests) == 8
