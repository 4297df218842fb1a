"""The command `wenyuan`: what is typed becomes calls; nothing else happens here."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import UsageError
from rag.settings import Settings, read_settings
from ui import asking, building, help_texts, library, serving
from ui import unanswered as handed_on
from ui.exits import CommandGroup, ExitCode
from ui.library import DocumentView
from ui.version import product_version

DEFAULT_TOP_K = 10
MAX_TOP_K = 1000

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _refuse_empty(value: str | list[str] | None) -> str | list[str] | None:
    """An empty path would mean the current folder; most likely a variable was not set."""
    if value == "" or (isinstance(value, list) and "" in value):
        raise typer.BadParameter("It is empty; a path was expected.")
    return value


Json = Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON alone")]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="OUT.jsonl", help="结果文件 · file of results")
]


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """What stood before the command; None: not given."""

    data_dir: str | None
    cache_dir: str | None
    embedding_model: str | None
    reader: str | None

    def settings(self, **chosen: str | None) -> Settings:
        """Settings with these options and those `chosen` first; raises SettingsError."""
        return read_settings(
            os.environ,
            data_dir=self.data_dir,
            cache_dir=self.cache_dir,
            embedding_model=self.embedding_model,
            reader=self.reader,
            **chosen,
        )


def main() -> None:
    """Runs the command given on the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old terminal may lack a character
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="wenyuan")
    except Exception:  # noqa: BLE001 - a fault of ours; Python would end with 1: "a file failed"
        traceback.print_exc()
        sys.exit(ExitCode.FAULT)


def _settings(context: typer.Context, **chosen: str | None) -> Settings:
    options: GlobalOptions = context.obj
    return options.settings(**chosen)


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if not is_asked:
        return
    typer.echo(f"wenyuan {product_version()}")
    raise typer.Exit


@app.callback(help=help_texts.PRODUCT)
def _options(
    context: typer.Context,
    data_dir: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", callback=_refuse_empty, help="索引所在目录 · folder of the index"
        ),
    ] = None,
    cache_dir: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", callback=_refuse_empty, help="模型缓存目录 · folder of prepared models"
        ),
    ] = None,
    embedding_model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="向量模型：bundled、名称或目录 · bundled, a name or a folder"
        ),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="阅读方式 · how passages are read: extractive, sentences"
        ),
    ] = None,
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="版本 · the version"
        ),
    ] = False,
) -> None:
    """Keeps the options that stand before every command."""
    context.obj = GlobalOptions(data_dir, cache_dir, embedding_model, reader)


@app.command(help=help_texts.PREPARE)
def prepare(context: typer.Context) -> None:
    """Makes the embedding model ready."""
    building.prepare(_settings(context))


@app.command(help=help_texts.INDEX)
def index(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", callback=_refuse_empty, help="文件或目录 · files or folders"
        ),
    ],
    *,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="即使大半文件消失也移除 · remove even if most files vanished"),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="逐字节核对，重试失败的 · compare contents, retry failures"),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="持续跟踪变动，Ctrl-C 停止 · follow changes until Ctrl-C"),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="写出 JSON 和网页报告 · write a report, JSON and HTML"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Brings the index up to date."""
    order = building.IndexOrder(
        tuple(Path(path) for path in paths), prune=prune, verify=verify, report_file=report
    )
    settings = _settings(context)
    if watch:
        building.follow(settings, order, as_json=as_json)
    else:
        building.index(settings, order, as_json=as_json)


@app.command(help=help_texts.ASK)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="问题 · the question")] = None,
    *,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="IN.jsonl", help="每行 {id, question} · one {id, question} a line"),
    ] = None,
    answers: Output = None,
    as_json: Json = False,
) -> None:
    """Answers a question or a file of questions."""
    asked = _one_or_files(question, questions, answers, "--questions")
    if isinstance(asked, str):
        asking.ask(_settings(context), asked, as_json=as_json)
    else:
        asking.ask_many(_settings(context), *asked)


@app.command(help=help_texts.SEARCH)
def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="查询 · the query")] = None,
    *,
    queries: Annotated[
        Path | None,
        typer.Option(metavar="IN.jsonl", help="每行 {id, question} · one {id, question} a line"),
    ] = None,
    results: Output = None,
    top_k: Annotated[
        int, typer.Option(min=1, max=MAX_TOP_K, metavar="N", help="段落数 · how many passages")
    ] = DEFAULT_TOP_K,
    as_json: Json = False,
) -> None:
    """Finds passages for a query or a file of queries."""
    asked = _one_or_files(query, queries, results, "--queries")
    if isinstance(asked, str):
        asking.search(_settings(context), asked, top_k, as_json=as_json)
    else:
        asking.search_many(_settings(context), *asked, top_k=top_k)


@app.command(help=help_texts.SHOW)
def show(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(help="来源、文件名或 document_id · source, file name or document_id")
    ],
    *,
    text: Annotated[bool, typer.Option("--text", help="只要正文 · the text alone")] = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="删改了什么 · what was left out")
    ] = False,
    passages: Annotated[bool, typer.Option("--passages", help="段落 · the passages")] = False,
) -> None:
    """Shows one document."""
    chosen = {
        DocumentView.TEXT: text,
        DocumentView.REMOVED: removed,
        DocumentView.PASSAGES: passages,
    }
    views = [view for view, is_chosen in chosen.items() if is_chosen] or [DocumentView.WHOLE]
    if len(views) > 1:
        raise UsageError(
            f"{', '.join(f'--{view}' for view in views)} were given together.",
            remedy="Give one of them.",
        )
    library.show(_settings(context), source, views[0])


@app.command(help=help_texts.STATUS)
def status(
    context: typer.Context,
    *,
    documents: Annotated[
        bool, typer.Option("--documents", help="列出文件 · list the documents too")
    ] = False,
    as_json: Json = False,
) -> None:
    """Says what the index holds."""
    library.status(_settings(context), as_json=as_json, with_documents=documents)


@app.command(help=help_texts.UNANSWERED)
def unanswered(
    context: typer.Context,
    *,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="写成表格 · write a table")
    ] = None,
    as_json: Json = False,
) -> None:
    """Lists the questions that people handed on."""
    if csv_file is not None and as_json:
        raise UsageError("--csv and --json were given together.", remedy="Give one of them.")
    handed_on.unanswered(_settings(context), csv_file, as_json=as_json)


@app.command(help=help_texts.CHAT)
def chat(context: typer.Context) -> None:
    """Holds a conversation."""
    asking.chat(_settings(context))


@app.command(help=help_texts.SERVE)
def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="监听地址，默认 127.0.0.1 · listens on this address"),
    ] = None,
    port: Annotated[
        str | None,
        typer.Option(metavar="PORT", help="端口，默认 7860；0 任选 · port; 0 takes a free one"),
    ] = None,
    root_path: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="反向代理的子路径，如 /bot · sub-path of a proxy"),
    ] = None,
    index_paths: Annotated[
        list[str] | None,
        typer.Option(
            "--index",
            metavar="PATH",
            callback=_refuse_empty,
            help="先更新索引，可多次 · brings the index up to date first; may be repeated",
        ),
    ] = None,
) -> None:
    """Serves the page."""
    settings = _settings(context, host=host, port=port, root_path=root_path)
    serving.serve(settings, [Path(path) for path in index_paths or ()])


def _one_or_files(
    text: str | None, lines: Path | None, output: Path | None, option: str
) -> str | tuple[Path, Path]:
    """Either the text typed or the pair (lines in, lines out)."""
    if text is not None and lines is None and output is None:
        return text
    if text is None and lines is not None and output is not None:
        return lines, output
    given = {"the text itself": text, option: lines, "--output": output}
    found = ", ".join(name for name, value in given.items() if value is not None) or "nothing"
    raise UsageError(
        f"Given was {found}; either a text or both {option} and --output was expected.",
        remedy='For example: wenyuan ask "谁是组长？"',
    )
