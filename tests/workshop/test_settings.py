"""Settings come from the environment, blank is not set, and nonsense is said in one sentence."""

from __future__ import annotations

import pytest

from serving import DEFAULT_DATABASE_URL, SettingError, Settings


def test_without_environment_the_embedded_database_is_served_at_port_8050() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(DEFAULT_DATABASE_URL, "127.0.0.1", 8050, 2, 4)
    assert settings.database_url.startswith("sqlite:////")
    assert settings.database_url.endswith("/var/metas.db")


def test_each_setting_is_read_and_blank_is_not_set() -> None:
    given = {
        "METAS_DATABASE_URL": "postgresql+psycopg://localhost/metas",
        "METAS_HOST": "0.0.0.0",
        "PORT": " 9000 ",
        "METAS_WORKERS": "1",
        "METAS_THREADS": "",
    }
    assert Settings.from_environment(given) == Settings("postgresql+psycopg://localhost/metas", "0.0.0.0", 9000, 1, 4)


@pytest.mark.parametrize("text", ["ochenta", "-1", "0", "70000", "80.5", "1e3", "٨٠", "9" * 5000])
def test_a_port_that_is_none_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(SettingError, match=r"^PORT debe ser un número entero de 1 a 65535; se recibió «.*»\.$"):
        Settings.from_environment({"PORT": text})


def test_a_server_needs_at_least_one_worker() -> None:
    with pytest.raises(SettingError, match="METAS_WORKERS"):
        Settings.from_environment({"METAS_WORKERS": "0"})
