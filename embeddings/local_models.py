"""Where a model lies on this machine: in a folder, or in the local Hugging Face cache.

Nothing is ever fetched from the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import huggingface_hub
from safetensors import SafetensorError

from corpus.errors import ModelError

MODULES_FILE = "modules.json"
# What loading a damaged or foreign folder was seen to raise.
LOADING_ERRORS = (OSError, ValueError, RuntimeError, LookupError, TypeError, SafetensorError)


@dataclass(frozen=True, slots=True)
class WantedModel:
    """What kind of model is looked for, in the words of an error.

    Attributes:
        kind: like "embedding model".
        owner: whose models may be called by their short names.
        way_out: what to do where none is to be had, after "or".
        saved_by: the class of sentence-transformers whose `save` writes such a folder.
    """

    kind: str
    owner: str
    way_out: str
    saved_by: str


def local_folder(name: str, wanted: WantedModel) -> Path:
    """The folder `name`, or where the local Hugging Face cache holds the model of that name.

    Raises:
        ModelError: neither is there, or the folder holds no model.
    """
    folder = Path(name).expanduser()
    if not (name and folder.is_dir()):
        return _cached_folder(name, wanted)
    if not any((folder / file).is_file() for file in (MODULES_FILE, "config.json")):
        raise ModelError(
            f"The folder {folder} holds no {wanted.kind}: neither {MODULES_FILE} nor config.json.",
            remedy=f"Give the folder that {wanted.saved_by}.save wrote.",
        )
    return folder


def _cached_folder(name: str, wanted: WantedModel) -> Path:
    names = (name,) if "/" in name else (f"{wanted.owner}/{name}", name)
    for full_name in names:
        try:
            return Path(huggingface_hub.snapshot_download(full_name, local_files_only=True))
        except (OSError, ValueError):  # not in the cache; not a name that a model can have
            continue
    raise ModelError(
        f"There is no {wanted.kind} {name!r}: it is neither a folder nor in the local model "
        f"cache {huggingface_hub.constants.HF_HUB_CACHE} (looked for {', '.join(names)}).",
        remedy="Models are never downloaded at run time. On a machine with access run "
        f"`hf download {names[0]} --local-dir FOLDER`, copy FOLDER here and give its path; "
        f"or {wanted.way_out}.",
    )
