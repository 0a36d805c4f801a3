"""All that a page says is kept, and nothing of it acts."""

import pytest

from hinge_coach.coaching.client.nothing_to_press import nothing_to_press

UNTOUCHED = (
    '<section class="card" aria-labelledby="a"><h2 id="a">5 &lt; 6 &amp; “so” &#8211; é</h2><br>'
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></section>'
)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (UNTOUCHED, UNTOUCHED),
        ('<a class="button" href="/x/" aria-label="Go">Start</a>', '<a class="button">Start</a>'),
        ('<a href="?range=4" aria-current="true">4 weeks</a>', '<a aria-current="true">4 weeks</a>'),
        (
            '<form class="form" method="post" action="/x/" hx-post="/x/"><input type="hidden" name="t" value="s">'
            '<label for="n">A number</label><input id="n" name="n"><button name="a" value="b">Save</button></form>',
            '<div class="form"><span>A number</span><span>Save</span></div>',
        ),
        ('<select name="a"><option>One</option></select>Two', "Two"),
        ("<textarea name=a>words</textarea><p>More</p>", "<p>More</p>"),
        ('<dialog><form><button>Yes</button></form></dialog><script src="/a.js"></script>.', "."),
        ('<template><a href="/x/">in</a></template>out', "out"),
        (
            '<p data-news tabindex="-1" hx-get="/x/" onclick="go()" id="p" hidden>Words</p>',
            '<p id="p" hidden>Words</p>',
        ),
        ('<p title="a &quot;b&quot; &amp; c" data-x>w</p>', '<p title="a &quot;b&quot; &amp; c">w</p>'),
        ('<a href="/x/" class="c" />.<button name="a"/>', '<a class="c"></a>.<span></span>'),
        ('<svg><path hx-get="/x/" d="M0 0"/></svg>', '<svg><path d="M0 0"></path></svg>'),
        ("<details><summary>Why?</summary>So.</details>", "<details><summary>Why?</summary>So.</details>"),
    ],
)
def test_words_stay_and_what_acts_goes(html: str, kept: str) -> None:
    assert nothing_to_press(html) == kept
