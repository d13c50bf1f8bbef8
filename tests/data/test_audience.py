import pytest

from dashboard.data.audience import CABINA, PUBLIC, Audience, AudienceError


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("pubblico", PUBLIC),
        ("public", PUBLIC),
        (" Cabina ", CABINA),
        ("referente:16", Audience("referente", "16")),
        ("referente-16", Audience("referente", "16")),
    ],
)
def test_an_audience_is_read_from_text(text: str, audience: Audience) -> None:
    assert Audience.parse(text) == audience
    assert Audience.parse(str(audience)) == Audience.parse(audience.key) == audience


@pytest.mark.parametrize("text", ["", "tutti", "referente", "referente:", "cabina:16", "pubblico-16"])
def test_what_names_no_audience_is_refused(text: str) -> None:
    with pytest.raises(AudienceError, match="non è un pubblico"):
        Audience.parse(text)
