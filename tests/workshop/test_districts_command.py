"""`metas districts` from the outside: what is said of a file, what is stored, and how it is taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import app
from intake.template import write_document
from tests.data_models.sample import sample_plan


def geojson(path: Path, *names: str) -> str:
    """A file with a square for each name."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]},
        }
        for x, name in enumerate(names)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("filled")
def test_outlines_come_in_with_a_word_on_each_name_and_can_be_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = geojson(tmp_path / "distritos.geojson", "Este", "Sur")
    assert app.main(["districts", file, "--dry-run"]) == 0
    trial = capsys.readouterr().out
    assert "Distritos: Este, Sur." in trial and "Es una prueba: no se guardó nada." in trial
    assert "Ningún proyecto nombra: Este, Sur." in trial and "hay proyectos que los nombran: Norte." in trial
    assert app.main(["districts", file]) == 0
    assert "Guardado como importación 2 («metas undo 2» la deshace)." in capsys.readouterr().out
    assert app.main(["districts", file]) == 0
    assert "Son los mismos que ya estaban" in capsys.readouterr().out
    assert app.main(["imports"]) == 0
    assert "distritos.geojson · 2 nuevos" in capsys.readouterr().out
    assert app.main(["undo", "2"]) == 0
    assert "quedó deshecha" in capsys.readouterr().out
    assert app.main(["rebuild", "--check"]) == 0


@pytest.mark.usefixtures("filled")
def test_outlines_are_written_beside_the_plan_as_they_can_be_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "salida.geojson"
    arguments = ["export", "plan-de-prueba", str(tmp_path / "salida.xlsx"), "--districts", str(out)]
    assert app.main(arguments) == 0
    assert "El municipio no tiene contornos de distritos." in capsys.readouterr().out and not out.exists()
    assert app.main(["districts", geojson(tmp_path / "distritos.geojson", "Norte", "Ñandú")]) == 0
    assert app.main([*arguments, "--overwrite"]) == 0
    assert f"Se escribió {out}." in capsys.readouterr().out
    assert app.main(["districts", str(out)]) == 0
    assert "Son los mismos que ya estaban" in capsys.readouterr().out
    assert app.main(arguments) == 2


@pytest.mark.usefixtures("filled")
def test_a_file_that_cannot_be_used_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    empty = tmp_path / "vacio.geojson"
    empty.write_text("{}", encoding="utf-8")
    for arguments, said in (
        ([str(empty)], "no es una FeatureCollection"),
        ([geojson(tmp_path / "dos.geojson", "A", "a")], "está más de una vez"),
        ([geojson(tmp_path / "d.geojson", "A"), "--municipality", "no-hay"], "No hay un municipio"),
    ):
        assert app.main(["districts", *arguments]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("metas: ") and said in line


@pytest.fixture
def filled(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with the sample plan, as METAS_DATABASE_URL; on SQLite and on PostgreSQL."""
    monkeypatch.setenv("METAS_DATABASE_URL", migrated_url)
    assert app.main(["import", str(write_document(sample_plan(), tmp_path / "plan.xlsx"))]) == 0
