"""Every option of the product, read once at the entry."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from corpus.errors import SettingsError
from rag.network_settings import (
    normal_header_name,
    normal_host_pattern,
    normal_listening_host,
    normal_network,
    normal_origin,
    normal_port,
    normal_root_path,
    read_switch,
    split_list,
)
from rag.passwords import read_passwords

ENVIRONMENT_PREFIX = "WENYUAN_"
SETTINGS_FILE = "wenyuan.toml"
# Each passage costs the reader about 15 ms on two cores.
DEFAULT_TOP_K = 6
DEFAULT_MIN_CONFIDENCE = 0.5
DEFAULT_HISTORY_DAYS = 180
LONGEST_HISTORY_DAYS = 36_500
READERS = ("extractive", "sentences")
_APPLICATION = "wenyuan"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run.

    Each is read from the command line, else from the environment variable
    `WENYUAN_<NAME>` unless that is empty, else from `wenyuan.toml` in the data folder, else
    it has the default given here.

    Attributes:
        data_dir: folder of the library and its index.
        cache_dir: folder of prepared models.
        embedding_model: `bundled`, or the name or folder of a sentence-transformers model.
        top_k: passages that a reader reads, 1 to 100.
        min_confidence: answers below it become "not in the documents", in [0, 1].
        reader: `extractive`, which has a trained model, or `sentences`, which needs none.
        reranker: `reader`, by the judgement of the reader's model, if it has one; `none`; or the
            name or folder of a sentence-transformers CrossEncoder.
        dictionary: file of words that are kept whole, one a line; None: `user_dictionary.txt`
            in the data folder, if it is there. A relative path in `wenyuan.toml` starts there.
        synonyms: file of terms that find each other, a group a line; None: `synonyms.txt` in the
            data folder, if it is there. A relative path as for `dictionary`.
        host: address that `serve` listens on; `0.0.0.0` is every address of the machine.
        port: port that `serve` listens on, 0 to 65535; 0 takes any free one.
        root_path: path that a proxy puts before all addresses, like `/bot`; or empty.
        allowed_origins: sites that may embed the widget and call the API, like
            `http://portal.example`; separated by commas.
        allowed_hosts: further host names under which the server may be called, separated by
            commas; `*.example.org` takes all names below one, `*` takes any.
        downloads: whether original files may be downloaded from the pages of sources.
        keep_history: whether conversations are kept; off, what was kept is deleted at the start.
        history_days: questions and answers are kept so many days, 1 to 36,500.
        user_header: header in which a proxy states who asks, like `X-Remote-User`; or empty.
        trusted_proxies: addresses and networks of the proxies that may state it, separated by
            commas: `10.0.0.5`, `10.1.0.0/16`.
        passwords: source, folder or pattern → password of encrypted files; a table in the file, a
            JSON object in the environment. Never shown.
    """

    data_dir: Path
    cache_dir: Path
    embedding_model: str = "bundled"
    top_k: int = DEFAULT_TOP_K
    min_confidence: float = DEFAULT_MIN_CONFIDENCE
    reader: str = "extractive"
    reranker: str = "none"
    dictionary: Path | None = None
    synonyms: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    allowed_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    downloads: bool = True
    keep_history: bool = True
    history_days: int = DEFAULT_HISTORY_DAYS
    user_header: str = ""
    trusted_proxies: tuple[str, ...] = ()
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        _check(1 <= self.top_k <= 100, "top_k", self.top_k, "a whole number from 1 to 100")
        _check(
            0 <= self.min_confidence <= 1,
            "min_confidence",
            self.min_confidence,
            "a number in [0, 1]",
        )
        _check(
            bool(self.embedding_model), "embedding_model", self.embedding_model, "a name or folder"
        )
        _check(self.reader in READERS, "reader", self.reader, " or ".join(READERS))
        _check(bool(self.reranker), "reranker", self.reranker, "reader, none, a name or a folder")
        days = self.history_days
        _check(
            1 <= days <= LONGEST_HISTORY_DAYS,
            "history_days",
            days,
            "a whole number from 1 to 36,500; WENYUAN_KEEP_HISTORY=false keeps none",
        )
        _check(
            bool(self.user_header) == bool(self.trusted_proxies),
            "user_header",
            self.user_header,
            "user_header and trusted_proxies together: who may state the name, and in which header",
        )
        for name, normal in _NORMAL_FORMS.items():
            value = getattr(self, name)
            _check(_normalised(name, value, normal) == value, name, value, "its normal form")


def read_settings(environment: Mapping[str, str], **chosen: str | Path | None) -> Settings:
    """Settings from `chosen` (None: not chosen), environment, settings file and defaults.

    Raises:
        SettingsError: a key is unknown, a value has the wrong type or range, or the
            settings file is not TOML.
    """
    given = {name: str(value) for name, value in chosen.items() if value is not None}
    values = _from_environment(environment) | given
    data_dir = Path(values.get("data_dir") or platformdirs.user_data_dir(_APPLICATION))
    values = _from_file(data_dir / SETTINGS_FILE) | values
    values["data_dir"] = str(data_dir)
    values.setdefault("cache_dir", platformdirs.user_cache_dir(_APPLICATION))
    return Settings(**{name: _converted(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    values = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    _refuse_unknown(values, "environment variables", ENVIRONMENT_PREFIX)
    return values


def _from_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise SettingsError(
            f"The settings file {path} cannot be read: {exc}.", remedy="Correct or remove it."
        ) from exc
    _refuse_unknown(table, str(path), "")
    if "data_dir" in table:
        raise SettingsError(
            f"{path} sets data_dir, but the file lies in that folder itself.",
            remedy=f"Remove the line; use --data-dir or {ENVIRONMENT_PREFIX}DATA_DIR.",
        )
    return {name: _as_text(name, value, path.parent) for name, value in table.items()}


def _as_text(name: str, value: object, folder: Path) -> str:
    """A value of the file in `folder` as it would be written in the environment."""
    if isinstance(value, str) and value and _KINDS[name] == _FILE:
        return str(folder / _path(value))
    if isinstance(value, list) and _KINDS[name] == _LIST:
        return ",".join(map(str, value))
    if isinstance(value, dict) and _KINDS[name] == _TABLE:
        return json.dumps(value)
    return str(value)


def _refuse_unknown(values: Mapping[str, object], where: str, prefix: str) -> None:
    known = [each.name for each in fields(Settings)]
    unknown = sorted(set(values) - set(known))
    if unknown:
        shown = ", ".join(prefix + (name.upper() if prefix else name) for name in unknown)
        allowed = ", ".join(prefix + (name.upper() if prefix else name) for name in known)
        raise SettingsError(
            f"Unknown settings in {where}: {shown}.", remedy=f"Known are: {allowed}."
        )


def _converted(name: str, value: str) -> object:
    converters: dict[str, Callable[[str], object]] = {
        "Path": _path,
        _FILE: _path,
        "int": int,
        "bool": read_switch,
        "float": float,
        _LIST: split_list,
        _TABLE: read_passwords,
    }
    try:
        converted = converters.get(_KINDS[name], str)(value)
    except ValueError as exc:
        raise _wrong_type(name, value) from exc
    normal = _NORMAL_FORMS.get(name)
    return converted if normal is None else _normalised(name, converted, normal)


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _wrong_type(name: str, value: str) -> SettingsError:
    if _KINDS[name] == _TABLE:  # secrets are not repeated
        return SettingsError(
            f"The setting {name} is no table of texts.",
            remedy='Write it as [passwords] and lines like "合同/甲.pdf" = "…" in wenyuan.toml, '
            "or as a JSON object in the environment.",
        )
    return SettingsError(
        f"The setting {name} has the value {value!r}.",
        remedy=f"It must be of type {_KINDS[name]}.",
    )


def _normalised(name: str, value: object, normal: Callable[[Any], object]) -> object:
    """`value` in its normal form; of a list, each entry."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(_normalised(name, entry, normal) for entry in value))
    try:
        return normal(value)
    except ValueError as exc:
        raise SettingsError(
            f"The setting {name} has the value {value!r}.", remedy=f"Give {exc}."
        ) from exc


def _check(holds: bool, name: str, value: object, expected: str) -> None:  # noqa: FBT001
    if not holds:
        raise SettingsError(
            f"The setting {name} has the value {value!r}.", remedy=f"Give {expected}."
        )


_KINDS = {each.name: str(each.type) for each in fields(Settings)}
_FILE = "Path | None"
_LIST = "tuple[str, ...]"
_TABLE = "Mapping[str, str]"
_NORMAL_FORMS: Mapping[str, Callable[[Any], object]] = {
    "host": normal_listening_host,
    "port": normal_port,
    "root_path": normal_root_path,
    "allowed_origins": normal_origin,
    "user_header": normal_header_name,
    "trusted_proxies": normal_network,
    "allowed_hosts": normal_host_pattern,
}
