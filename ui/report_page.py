"""An indexing report as one page: opens anywhere, needs nothing else, can be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from corpus.types import FileReport, FileState, RemovalReason
from rag.index_report import IndexReport
from ui.html_text import escaped, isolated
from ui.removal_names import REASONS
from ui.unread_reasons import reason_of

_STATES = {
    FileState.FAILED: "失败 failed",
    FileState.PARTIAL: "未读全 partial",
    FileState.SKIPPED: "跳过 skipped",
    FileState.DUPLICATE: "重复 duplicate",
    FileState.INDEXED: "已读入 indexed",
    FileState.UNCHANGED: "未变 unchanged",
}
_COLUMNS = (
    ("状态", "State"),
    ("文件", "File"),
    ("格式", "Format"),
    ("编码", "Encoding"),
    ("页", "Pages"),
    ("字符", "Characters"),
    ("段落", "Passages"),
    ("删去", "Removed"),
    ("秒", "Seconds"),
)
_PAGES_SHOWN = 12


def report_page(report: IndexReport) -> str:
    """The report as HTML: totals, then every file, those that need a look first."""
    order = list(_STATES)
    files = sorted(report.files, key=lambda file: (order.index(file.state), file.source))
    made = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    head = "".join(f"<th>{chinese}<br>{english}</th>" for chinese, english in _COLUMNS)
    rows = "".join(_row(file) for file in files)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>读取报告 Reading report – 文渊 Wenyuan</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1>读取报告 <span>Reading report</span></h1>
<p>{made} · {report.seconds:,.1f} s</p></header>
<main>
<ul class="totals">{_totals(report)}</ul>
{_notes(report)}
<div class="files" tabindex="0"><table>
<thead><tr>{head}</tr></thead>
<tbody>{rows}</tbody>
</table></div>
{_removed_files(report.removed)}
</main>
</body>
</html>
"""


def _totals(report: IndexReport) -> str:
    counts = report.counts
    items = [
        (_STATES[state], f"{report.count(state):,}", state.value)
        for state in _STATES
        if report.count(state)
    ]
    items += [
        ("移除 removed", f"{len(report.removed):,}", "plain"),
        ("新读字符 characters read", f"{report.characters:,}", "plain"),
        ("新算向量 vectors computed", f"{report.embedded:,}", "plain"),
        ("归并重复段落 repeats folded", f"{report.folded:,}", "plain"),
        ("索引现有文件 documents in the index", f"{counts.documents:,}", "plain"),
        ("可检索段落 passages searched", f"{counts.passages:,}", "plain"),
    ]
    return "".join(
        f'<li class="{kind}"><b>{number}</b> {name}</li>' for name, number, kind in items
    )


def _notes(report: IndexReport) -> str:
    notes = "".join(f"<li>{isolated(note)}</li>" for note in report.notes)
    return f'<ul class="notes">{notes}</ul>' if notes else ""


def _row(file: FileReport) -> str:
    said = "".join(f"<p>{isolated(line)}</p>" for line in _said(file))
    reason = reason_of(file)
    why = f"<br><small>{reason}</small>" if reason else ""
    cells = (
        f'<span class="state {file.state.value}">{_STATES[file.state]}</span>{why}',
        f"<div>{isolated(file.source)}</div>{said}",
        escaped(file.format),
        escaped(file.encoding),
        _number(file.facts.pages),
        _number(file.characters),
        _number(file.passages),
        _removed(file),
        f"{file.seconds:,.2f}" if file.seconds else "",
    )
    shown = "".join(
        f'<td data-name="{chinese} {english}">{cell}</td>'
        for (chinese, english), cell in zip(_COLUMNS, cells, strict=True)
    )
    return f"<tr>{shown}</tr>"


def _said(file: FileReport) -> Iterator[str]:
    """Why a file is in its state, which of its pages want a look, and what else is worth it."""
    if file.detail:
        yield file.detail.removeprefix(f"{file.source.rpartition('/')[2]}: ")
    facts = file.facts
    for name, pages in (
        ("无文字的页 Pages without text", facts.empty_pages),
        ("乱码的页 Garbled pages", facts.garbled_pages),
        ("未读的页 Pages not read", facts.cut_pages),
    ):
        if pages:
            yield f"{name}: {page_ranges(pages)}"
    yield from facts.warnings


def page_ranges(pages: Sequence[int]) -> str:
    """Page numbers, runs of them as ranges: `1, 3–5`; very many are cut short."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join(shown[:_PAGES_SHOWN]) + (", …" if len(shown) > _PAGES_SHOWN else "")


def _removed(file: FileReport) -> str:
    return "<br>".join(
        f"{escaped(REASONS[RemovalReason(reason)])} {number:,}"
        for reason, number in file.removed.items()
    )


def _removed_files(sources: Sequence[str]) -> str:
    if not sources:
        return ""
    items = "".join(f"<li>{isolated(source)}</li>" for source in sources)
    return f"<section><h2>已移除 Removed from the index</h2><ul>{items}</ul></section>"


def _number(value: int) -> str:
    return f"{value:,}" if value else ""


_STYLE = """
:root{--ink:#1d232b;--soft:#5a6572;--line:#dfe3e8;--ground:#f4f5f7;--sheet:#fff;
--bad:#b3261e;--warn:#8a5300;--good:#1b6b3a}
@media (prefers-color-scheme:dark){:root{--ink:#dfe4ea;--soft:#9aa6b3;--line:#30363f;
--ground:#14171b;--sheet:#1b1f25;--bad:#f2a7a1;--warn:#e8b268;--good:#7fcf9b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);line-height:1.5;font-size:15px;
font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
header,main{max-width:1280px;margin:0 auto;padding:16px}
header{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;justify-content:space-between}
h1{font-size:1.5rem;margin:0}h1 span,header p{color:var(--soft);font-weight:400;font-size:1rem}
header p{margin:0}h2{font-size:1.1rem}
.totals{list-style:none;margin:0 0 16px;padding:0;display:flex;flex-wrap:wrap;gap:8px}
.totals li{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:6px 12px}
.notes{color:var(--warn)}
.files{overflow-x:auto;background:var(--sheet);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600;white-space:nowrap}
td{font-variant-numeric:tabular-nums}
td:nth-child(2){min-width:24rem;width:50%;overflow-wrap:anywhere}
td p{margin:2px 0 0;color:var(--soft)}small{color:var(--soft)}
td:nth-child(n+5),th:nth-child(n+5){text-align:right}
td:nth-child(8),th:nth-child(8){text-align:left;white-space:nowrap;font-size:.8rem}
.state{white-space:nowrap;font-weight:600}
.failed{color:var(--bad)}.partial,.skipped{color:var(--warn)}.indexed{color:var(--good)}
.totals .failed,.totals .partial,.totals .skipped,.totals .indexed{border-color:currentColor}
@media (max-width:720px){thead{display:none}table,tbody,tr,td{display:block}
tr{border-bottom:1px solid var(--line);padding:8px 0}
td,td:nth-child(n){border:0;padding:1px 12px;width:auto;min-width:0;
text-align:left;white-space:normal}
td:empty{display:none}td:nth-child(n+3)::before{content:attr(data-name) ": ";color:var(--soft)}
td br{display:none}td:nth-child(8){font-size:inherit}}
@media print{.files{overflow:visible}body{background:none}}
"""
