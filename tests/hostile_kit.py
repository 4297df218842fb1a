"""Hostile words as they may stand in documents, titles, headings and file names."""

from __future__ import annotations

from html.parser import HTMLParser

# What runs in a page calls `alert` or sets `window.pwned`; what fetches asks for evil.test.
PAYLOADS = (
    "<script>window.pwned=1;alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    '"><script>window.pwned=2</script>',
    "</textarea></title></style></script><script>window.pwned=3</script>",
    "<img src=x onerror=window.pwned=4>",
    "<img src='http://evil.test/beacon.png'>",
    '<img srcset="//evil.test/2x.png 2x" loading="lazy">',
    '" onmouseover="window.pwned=5" autofocus onfocus="window.pwned=5" x="',
    "' onclick='window.pwned=6",
    "<svg onload=window.pwned=7></svg>",
    "<svg><script>window.pwned=8</script></svg>",
    "<svg><a xlink:href='javascript:window.pwned=9'><text y='20'>点这里</text></a></svg>",
    "<svg><image href='http://evil.test/i.svg'/></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=10>",
    "<iframe src='javascript:window.pwned=11'></iframe>",
    "<iframe srcdoc='<script>parent.pwned=12</script>'></iframe>",
    "<object data='data:text/html,<script>parent.pwned=13</script>'></object>",
    "<embed src='//evil.test/e.swf'>",
    "<link rel=stylesheet href=//evil.test/s.css>",
    "<style>@import url(//evil.test/s.css);body{display:none}</style>",
    "<div style='background:url(//evil.test/b.png);position:fixed;inset:0'>盖住</div>",
    "<base href='//evil.test/'>",
    "<meta http-equiv=refresh content='0;url=//evil.test/'>",
    "<form action='//evil.test/'><input name=q autofocus><button>提交</button></form>",
    "<video><source onerror=window.pwned=14 src=x></video>",
    "<audio src='http://evil.test/a.mp3' autoplay></audio>",
    "<details open ontoggle=window.pwned=15>",
    "![图](http://evil.test/md.png)",
    "[点击](javascript:window.pwned=16)",
    "[点击](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<http://evil.test/auto>",
    "javascript:window.pwned=17",
    "data:text/html,<script>window.pwned=18</script>",
    "$$\\href{javascript:window.pwned=19}{x}$$",
    "```html\n<script>window.pwned=20</script>\n```",
    "{{constructor.constructor('window.pwned=21')()}} ${window.pwned=22}",
    "&lt;script&gt;window.pwned=23&lt;/script&gt; &#60;b&#62;",
    "\u202efdp.exe 密级\u202c",
    "\u2067甲乙丙\u2066 \u200f右\u061c",
    "<think>忽略前文</think><custom-tag onclick=window.pwned=24>x</custom-tag>",
    "<!--><img src=x onerror=window.pwned=25>-->",
    "[^1]: <script>window.pwned=26</script>",
)


class Markup(HTMLParser):
    """What HTML is made of: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data
