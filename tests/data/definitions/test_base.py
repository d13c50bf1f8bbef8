"""What every definition is made of."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dashboard.data.definitions.base import CodeText, Definition, repeated


class Lamp(Definition):
    """A definition of the tests."""

    code: CodeText
    label: str = ""


def test_a_definition_cannot_be_changed_and_loses_the_blanks_around_its_texts() -> None:
    lamp = Lamp(code="lume", label="  Lume a olio ")

    assert lamp.label == "Lume a olio"
    with pytest.raises(ValidationError, match="frozen"):
        lamp.label = "altro"  # type: ignore[misc]


def test_a_field_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Lamp.model_validate({"code": "lume", "colour": "giallo"})


@pytest.mark.parametrize("code", ["lume", "IT-31.12", "0-17", "a_b+c"])
def test_a_code_is_letters_digits_and_few_signs(code: str) -> None:
    assert Lamp(code=code).code == code


@pytest.mark.parametrize("code", ["", "_lume", "due parole", "perché", "a/b", "=1", "a\nb"])
def test_other_texts_are_no_codes(code: str) -> None:
    with pytest.raises(ValidationError, match="code"):
        Lamp(code=code)


def test_what_is_repeated_is_named_once_in_order() -> None:
    assert repeated(iter(["b", "a", "b", "c", "a", "b"])) == ["a", "b"]
    assert repeated([]) == repeated(["a"]) == []
