"""Texts, and the marks that mean no data."""

import pytest

from intake.normalize.text import clean_lines, clean_text, matching_key, no_data_mark, tight_key


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Comité de  Datos ", "Comité de Datos"),
        ("Aguas\u00a0Luján\u202f", "Aguas Luján"),
        ("Programa Integral\n\n(Gestión)\n", "Programa Integral (Gestión)"),
        ("Pro\u00adgrama\u200b", "Programa"),
        ("“Luján Data” y ‘otros’", "“Luján Data” y ‘otros’"),
        ("Protocolo de Datos Desagregado s", "Protocolo de Datos Desagregado s"),
        ("\t \n", ""),
        ("Comite\u0301", "Comité"),
    ],
)
def test_cleaning_folds_spaces_and_breaks_and_leaves_the_words_alone(typed: str, clean: str) -> None:
    assert clean_text(typed) == clean


def test_lines_can_be_kept() -> None:
    assert clean_lines(" 2 Estrategias \r\n880  has\n\n\n\nfin ") == "2 Estrategias\n880 has\n\nfin"


@pytest.mark.parametrize(
    "spelling",
    ["Comité de Datos", "COMITE DE DATOS", " Comite  de datos. ", "comité\u00a0de\ndatos", "“Comité” de Datos"],
)
def test_spellings_of_one_name_have_one_key(spelling: str) -> None:
    assert matching_key(spelling) == "comite de datos"


def test_a_word_broken_by_a_space_has_another_key_and_only_the_tight_key_joins_it() -> None:
    assert matching_key("finalizad o") != matching_key("finalizado")
    assert tight_key("finalizad o") == tight_key("Finalizado") == "finalizado"


def test_a_percent_sign_tells_two_headers_apart() -> None:
    assert matching_key("% TOTAL") != matching_key("TOTAL")


def test_letters_of_other_alphabets_with_marks_fold_to_their_letter() -> None:
    assert matching_key("PACTO POR LA NIŃEZ") == matching_key("Pacto por la Niñez")


@pytest.mark.parametrize(
    "mark",
    ["SD", "S.D", "S.D.", "s/d", "S / D", "N/A", "n/a", "NA", "ND", "N.D.", "S/I", "-", "--", "—", "–", "...", "…",
     "Sin dato", "sin datos", "SIN INFORMACIÓN", "No aplica", "no disponible", "NaN", "null", "?"],
)  # fmt: skip
def test_marks_of_no_data_are_known(mark: str) -> None:
    assert no_data_mark(f" {mark} ") == mark


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0"])
def test_blank_is_no_data_without_a_mark(blank: str) -> None:
    assert no_data_mark(blank) == ""


@pytest.mark.parametrize("text", ["0", "Sí", "si", "no", "Sin iniciar", "San Diego", "Nada", "SDG", "-1", "0%"])
def test_words_and_numbers_are_not_marks_of_no_data(text: str) -> None:
    assert no_data_mark(text) is None
