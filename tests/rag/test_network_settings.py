"""Settings of the server: host, port, sub-path, origins and host names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from rag.settings import Settings, read_settings


def read(tmp_path: Path, **environment: str) -> Settings:
    return read_settings(
        {f"WENYUAN_{name.upper()}": value for name, value in environment.items()},
        data_dir=tmp_path,
    )


def test_by_default_only_this_machine_is_served(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.host, settings.port, settings.root_path) == ("127.0.0.1", 7860, "")
    assert (settings.allowed_origins, settings.allowed_hosts) == ((), ())


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("/bot", "/bot"),
        ("bot", "/bot"),
        ("bot/", "/bot"),
        (" /a/b-1/ ", "/a/b-1"),
        ("/", ""),
    ],
)
def test_a_sub_path_may_be_written_in_several_ways(tmp_path: Path, given: str, normal: str) -> None:
    assert read(tmp_path, root_path=given).root_path == normal


@pytest.mark.parametrize(
    "given",
    [
        "/a//b",
        "/a/../b",
        "/.",
        "http://portal.example/bot",
        "/bot?x",
        "/b t",
        "/%2e%2e",
        "/文渊",
        "/a\\b",
    ],
)
def test_a_sub_path_that_proxies_would_read_differently_is_refused(
    tmp_path: Path, given: str
) -> None:
    with pytest.raises(SettingsError, match=r"root_path has the value") as refused:
        read(tmp_path, root_path=given)
    assert "like /bot" in refused.value.remedy


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("http://portal.example", ("http://portal.example",)),
        ("HTTP://Portal.Example:80/", ("http://portal.example",)),
        ("https://portal.example:443", ("https://portal.example",)),
        ("https://portal.example:08443", ("https://portal.example:8443",)),
        ("http://[::1]:8080", ("http://[::1]:8080",)),
        ("http://[0:0::0:1]", ("http://[::1]",)),
        ("http://中文.公司", ("http://xn--fiq228c.xn--55qx5d",)),
        ("http://a_b.corp", ("http://a_b.corp",)),
        ("http://a, http://b，http://a:80 https://a", ("http://a", "http://b", "https://a")),
    ],
)
def test_origins_take_the_form_that_browsers_send(
    tmp_path: Path, given: str, normal: tuple[str, ...]
) -> None:
    assert read(tmp_path, allowed_origins=given).allowed_origins == normal


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("*", "every page"),
        ("null", "allow everybody"),
        ("portal.example", "like http://portal.example"),
        ("http://portal.example/bot", "without path"),
        ("http://user@portal.example", "without path, user name"),
        ("http://portal.example?x", "without path"),
        ("http://portal.example:99999", "65535"),
        ("http://", "like http://portal.example"),
        ("ftp://portal.example", "like http://portal.example"),
        ("http://a..b", "host names"),
        ("http://[::zz]", "without path"),
        ("http://[1::2::3]", "allowed_origins"),
        ("http://a;script-src", "host names"),
        ("http://*.portal.example", "host names"),
    ],
)
def test_what_is_no_origin_is_refused_with_the_reason(
    tmp_path: Path, given: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, allowed_origins=f"http://fine.example, {given}")
    assert repr(given) in refused.value.message
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("Portal.Example", ("portal.example",)),
        ("*.Corp.Example.,x", ("*.corp.example", "x")),
        ("*", ("*",)),
        ("中文。公司", ("xn--fiq228c.xn--55qx5d",)),
    ],
)
def test_host_names_and_patterns_are_normalised(
    tmp_path: Path, given: str, normal: tuple[str, ...]
) -> None:
    assert read(tmp_path, allowed_hosts=given).allowed_hosts == normal


@pytest.mark.parametrize("given", ["http://portal", "portal:80", "*portal", "a.*.b", "-a", "a/b"])
def test_what_is_no_host_name_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError, match="allowed_hosts"):
        read(tmp_path, allowed_hosts=given)


@pytest.mark.parametrize("given", ["-1", "65536", "http", "80.5"])
def test_what_is_no_port_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError, match="port has the value"):
        read(tmp_path, port=given)


@pytest.mark.parametrize(
    ("given", "normal"), [("0.0.0.0", "0.0.0.0"), ("[::1]", "::1"), ("server", "server")]
)
def test_the_host_is_an_address_or_a_name(tmp_path: Path, given: str, normal: str) -> None:
    assert read(tmp_path, host=given).host == normal


@pytest.mark.parametrize("given", ["*", "http://x", "127.0.0.1:80", " ", "a b"])
def test_a_host_that_cannot_be_listened_on_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError, match=r"0\.0\.0\.0 is every address"):
        read(tmp_path, host=given)


def test_lists_in_the_settings_file_are_arrays_or_strings(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text(
        'port = 8080\nallowed_origins = ["http://a", "http://b:80"]\nallowed_hosts = "x, y"\n',
        encoding="utf-8",
    )
    settings = read(tmp_path)
    assert settings.port == 8080
    assert settings.allowed_origins == ("http://a", "http://b")
    assert settings.allowed_hosts == ("x", "y")


def test_an_array_where_one_value_belongs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text("port = [7860]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'\[7860\]'"):
        read(tmp_path)


def test_settings_made_in_code_must_have_their_normal_form(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="root_path"):
        Settings(tmp_path, tmp_path, root_path="bot/")
