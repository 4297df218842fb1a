"""What `--help` says of each command: Chinese first, English beside it, an example.

A line of `VERBATIM` alone keeps the paragraph after it as it is.
"""

from __future__ import annotations

VERBATIM = "\b"

PRODUCT = f"""\
文渊：用自己的文件回答问题，每句话都注明出处。

Answers questions from your own documents, with the exact source of every sentence.

{VERBATIM}
wenyuan index ~/文件       读入文件 · read documents
wenyuan ask "谁是组长？"   提问 · ask
wenyuan serve              打开网页 · open the page
"""

PREPARE = f"""\
准备向量模型（只需一次）· Make the embedding model ready (once).

{VERBATIM}
例 Example:  wenyuan prepare
"""

INDEX = f"""\
读入文件，更新索引 · Read documents, bring the index up to date.

{VERBATIM}
新增、更新，并移除 PATH 下已消失的文件。
Adds, updates, and removes what vanished below PATH.
可读 Reads:  文本 Markdown 网页 PDF OFD Office OpenDocument WPS RTF EPUB 邮件 压缩包 表格 …
退出码 Exit code:  0; 1 有文件失败 a file failed; 2 未执行 nothing was done

{VERBATIM}
例 Examples:  wenyuan index ~/文件
              wenyuan index ~/文件 --report 报告.html
              wenyuan index ~/文件 --watch
"""

ASK = f"""\
提问 · Answer a question, or a file of questions.

{VERBATIM}
例 Examples:  wenyuan ask "谁是组长？"
              wenyuan ask --questions in.jsonl --output out.jsonl
"""

SEARCH = f"""\
查找段落 · Find passages.

{VERBATIM}
例 Examples:  wenyuan search "复检" --top-k 5
              wenyuan search --queries in.jsonl --output out.jsonl
"""

SHOW = f"""\
查看文件 · Show a document as it is stored.

{VERBATIM}
例 Example:  wenyuan show 通知.txt --removed
"""

STATUS = f"""\
索引状态 · What the index holds and where it lies.

{VERBATIM}
例 Example:  wenyuan status --documents
"""

SERVE = f"""\
网页、接口和网页组件 · Serve the chat page, the HTTP API and the widget.

{VERBATIM}
按 Ctrl-C 停止。默认只有本机能打开；--host 0.0.0.0 供同事使用（目前没有登录）。
Ctrl-C stops it. Only this machine is served unless --host 0.0.0.0 is given
(there is no login: whoever reaches it can read all documents).

{VERBATIM}
例 Examples:  wenyuan serve
              wenyuan serve --host 0.0.0.0 --port 8080
              wenyuan serve --index /data/公文
"""

UNANSWERED = f"""\
没人答上的问题 · Questions that people handed on from the chat page.

{VERBATIM}
例 Examples:  wenyuan unanswered
              wenyuan unanswered --csv 待办.csv
"""

CHAT = f"""\
在终端里问答 · Ask one question after another in the terminal.

{VERBATIM}
例 Example:  wenyuan chat
"""
