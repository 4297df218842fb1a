"""Opens graphs with ONNX Runtime in the one way that all models here are run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as onnxruntime_errors

from corpus.errors import ModelError

_LOADING_ERRORS = (
    onnxruntime_errors.Fail,
    onnxruntime_errors.InvalidArgument,
    onnxruntime_errors.InvalidGraph,
    onnxruntime_errors.InvalidProtobuf,
    onnxruntime_errors.NoSuchFile,
    onnxruntime_errors.NotImplemented,
    onnxruntime_errors.RuntimeException,
)


def open_session(graph: Path, remedy: str) -> Any:
    """A session that runs one text on one thread and gives back the memory a long one took.

    Raises:
        ModelError: the file is missing, damaged, or of another version; with `remedy`.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(graph), options, ["CPUExecutionProvider"])
    except _LOADING_ERRORS as exc:
        raise ModelError(
            f"ONNX Runtime {onnxruntime.__version__} cannot load {graph}: {exc}.", remedy=remedy
        ) from exc
