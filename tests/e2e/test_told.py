"""Else the crawl would prove nothing: what is wrong with a page is seen in its HTML."""

import pytest

from .told import Told

FAULTY = {
    "<h1>A</h1><h1>B</h1>": "2 headings of the first rank",
    "<h1>A</h1><h3>B</h3>": "rank 3 follows rank 1",
    "<h1>A</h1><p id=a></p><p id=a></p>": "id a stands twice",
    "<h1>A</h1><a href='#gone'>B</a>": "#gone leads nowhere",
    "<h1>A</h1><input name=a>": "no name: <input",
    "<h1>A</h1><select id=a></select><label for=b>B</label>": "no name: <select",
    "<h1>A</h1><a href='/'><i></i></a>": "no name: <a",
    "<h1>A</h1><button><img src=a></button>": "no name: <button",
}
SOUND = """<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><a href='#d'>E</a><p id=d></p>
    <label>F <input></label><label for=g>G</label><select id=g></select><input type=hidden>
    <textarea aria-label=H></textarea><button title=I></button><a href='/'><img alt=J></a>"""


@pytest.mark.parametrize("content", FAULTY)
def test_what_is_wrong_is_said(content):
    [fault] = Told(content.encode(), "http://a.example/").faults
    assert fault.startswith(FAULTY[content])


def test_nothing_is_said_of_a_sound_page():
    assert Told(SOUND.encode(), "http://a.example/").faults == []
