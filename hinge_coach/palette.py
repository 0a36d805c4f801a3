"""The colors of the site: name -> (light, dark), each written `#rrggbb`.

Style sheets use a color as `var(--name)`; share cards and icons take the light value from here. `make palette` writes
the tables into the marked block of their style sheets and redraws the pictures; a test compares them.
"""

from collections.abc import Mapping
from pathlib import Path

Colors = Mapping[str, tuple[str, str]]

SITE_COLORS: Colors = {
    "paper": ("#fbf6ec", "#12211e"),
    "card": ("#fffdf8", "#1a2d29"),
    "line": ("#e6dcca", "#2b433d"),
    "line-strong": ("#8d8370", "#7f938c"),
    "ink": ("#16302b", "#efe7d8"),
    "quiet": ("#6b6455", "#a9b4a8"),
    "teal": ("#2f7f79", "#6fc2b8"),
    "teal-soft": ("#e1efeb", "#1e3b37"),
    "teal-ink": ("#1f5f5a", "#8fd6cc"),
    "coral": ("#c43d20", "#f08a6b"),
    "coral-deep": ("#a63117", "#f6a68d"),
    "coral-soft": ("#f9e4dc", "#3d2a23"),
    "on-coral": ("#ffffff", "#12211e"),
    "shade": ("#f2e9d9", "#20352f"),
}

FIGURE_COLORS: Colors = {
    "figure-skin": ("#dda07b", "#dba27e"),
    "figure-skin-far": ("#c08767", "#9c6b50"),
    "figure-skin-line": ("#a96a4b", "#8f583d"),
    "figure-neck": ("#c98b68", "#b97f5f"),
    "figure-cheek": ("#e0815f", "#dd8463"),
    "figure-hair": ("#3b2a26", "#6b5146"),
    "figure-hair-far": ("#2e201d", "#5b453b"),
    "figure-shine": ("#57433d", "#876a5d"),
    "figure-eye": ("#2a1b17", "#2a1b17"),
    "figure-brow": ("#6d4634", "#6d4634"),
    "figure-top": ("#35908a", "#4aa89f"),
    "figure-top-far": ("#236560", "#285f5a"),
    "figure-top-line": ("#1d5c57", "#235f59"),
    "figure-sleeve": ("#2c7f79", "#3d968e"),
    "figure-trousers": ("#364160", "#6b7a9e"),
    "figure-trousers-far": ("#222b41", "#3d4866"),
    "figure-trousers-line": ("#1a2236", "#394463"),
    "figure-rim": ("#56648a", "#8b99bd"),
    "figure-belt": ("#c9dcd8", "#dce9e5"),
    "figure-shoe": ("#f7efe2", "#f1e8d8"),
    "figure-shoe-far": ("#d9cdb6", "#a89d88"),
    "figure-shoe-edge": ("#c9b694", "#b8a888"),
    "figure-sole": ("#d8603f", "#e4704e"),
    "figure-sole-far": ("#a95038", "#9c5039"),
    "figure-spine": ("#f0623f", "#ff7d59"),
    "figure-vertebra": ("#fff3e3", "#fff3e3"),
    "figure-fiber": ("#ffe2bd", "#ffe2bd"),
    "figure-shadow": ("#16302b", "#000000"),
    "figure-air": ("#e1efeb", "#1e3b37"),
    "figure-air-far": ("#d3e5df", "#1a3430"),
    "figure-ground": ("#eee2cc", "#3a443c"),
    "figure-court": ("#a9cabd", "#2f5a51"),
    "figure-cream": ("#fffaf0", "#dfe6e1"),
    "figure-cloth": ("#f4ead8", "#d9d3c4"),
    "figure-cloth-line": ("#d98f6c", "#b87152"),
    "figure-floor": ("#d9cbb0", "#4a625b"),
    "figure-wall": ("#e7dcc7", "#3a544d"),
    "figure-skirting": ("#d2c4a8", "#49655d"),
    "figure-skirting-far": ("#c2b396", "#3d5750"),
    "figure-wood": ("#b98f62", "#a9835a"),
    "figure-wood-dark": ("#95704a", "#7d5f40"),
    "figure-wood-light": ("#d0a878", "#c4a075"),
    "figure-panel": ("#e6dcc8", "#3a5049"),
    "figure-panel-dark": ("#d2c5a8", "#2f453e"),
    "figure-mat": ("#9dbfb4", "#3d655c"),
    "figure-mat-dark": ("#7fa69a", "#2f5149"),
    "figure-cushion": ("#d98f6c", "#cf8867"),
    "figure-bag": ("#d98f6c", "#cf8867"),
    "figure-bag-dark": ("#b87152", "#9f6248"),
    "figure-bag-rim": ("#e9ac8c", "#e3a586"),
    "figure-metal": ("#4f5d61", "#8fa09f"),
    "figure-metal-light": ("#87979a", "#b9c6c4"),
    "figure-metal-far": ("#38454a", "#5f6f6e"),
    "figure-china": ("#f3eee2", "#dfe6e1"),
    "figure-china-dark": ("#ddd3bf", "#b9c5bf"),
    "figure-china-line": ("#b3a588", "#7c8d86"),
    "figure-paddle": ("#d8603f", "#e4704e"),
    "figure-paddle-edge": ("#a8452a", "#a84e33"),
    "figure-ball": ("#e8c63a", "#f0d355"),
    "figure-ball-line": ("#b8951c", "#b8992c"),
    "figure-light": ("#edc74a", "#f0d355"),
    "figure-leaf": ("#7f9f6d", "#6f9161"),
    "figure-leaf-far": ("#628354", "#4f7148"),
    "figure-water": ("#9cc3cf", "#6d9aa8"),
    "figure-child": ("#ddb23c", "#dcb64d"),
    "figure-child-dark": ("#c4982a", "#b8963a"),
    "figure-stick": ("#8a6340", "#c79b6c"),
    "figure-mark": ("#c43d20", "#ff9d7d"),
    "figure-ghost": ("#d8ccb8", "#35504a"),
}

PERSON_COLORS: Mapping[str, Colors] = {
    "skin--light": {
        "figure-skin": ("#ecbd9c", "#e6b898"),
        "figure-skin-far": ("#cf9d7c", "#a97f64"),
        "figure-skin-line": ("#b9805e", "#9a6a4d"),
        "figure-neck": ("#daa684", "#c99a7b"),
        "figure-cheek": ("#e88e78", "#e28b74"),
        "figure-hair": ("#6b4a34", "#7d5a42"),
        "figure-hair-far": ("#573b29", "#684a36"),
        "figure-shine": ("#86634b", "#977159"),
    },
    "skin--deep": {
        "figure-skin": ("#9b6242", "#a76c4b"),
        "figure-skin-far": ("#7e4c31", "#7c4e34"),
        "figure-skin-line": ("#6d3f27", "#6a3f29"),
        "figure-neck": ("#85512f", "#8d5838"),
        "figure-cheek": ("#b3573a", "#b9603f"),
        "figure-hair": ("#211a19", "#574b48"),
        "figure-hair-far": ("#191312", "#4a403d"),
        "figure-shine": ("#3d3331", "#74665f"),
        "figure-brow": ("#33211a", "#2f1e17"),
    },
    "person--man": {
        "figure-top": ("#456f9c", "#5f8fc0"),
        "figure-top-far": ("#2d4b6d", "#345777"),
        "figure-top-line": ("#28425f", "#2f5170"),
        "figure-sleeve": ("#3a618a", "#5281b1"),
        "figure-trousers": ("#3f444e", "#78818f"),
        "figure-trousers-far": ("#292d35", "#454c58"),
        "figure-trousers-line": ("#1f2329", "#3e4550"),
        "figure-rim": ("#666d7a", "#98a1af"),
    },
    "person--older-woman": {
        "figure-hair": ("#8b7d74", "#9b8d84"),
        "figure-hair-far": ("#75685f", "#84766d"),
        "figure-shine": ("#a4978e", "#b3a69d"),
        "figure-top": ("#7d5d8c", "#9778a6"),
        "figure-top-far": ("#543d60", "#5d4869"),
        "figure-top-line": ("#4c3657", "#574262"),
        "figure-sleeve": ("#6e507c", "#866896"),
    },
    "person--older-man": {
        "figure-hair": ("#b9b4ad", "#c3beb7"),
        "figure-hair-far": ("#9c968e", "#a49f97"),
        "figure-shine": ("#d2cdc6", "#dad6d0"),
        "figure-top": ("#557a61", "#6f987b"),
        "figure-top-far": ("#395342", "#43614d"),
        "figure-top-line": ("#324a3a", "#3c5846"),
        "figure-sleeve": ("#4a6c55", "#62896e"),
        "figure-trousers": ("#33454a", "#67807f"),
        "figure-trousers-far": ("#202e32", "#3c5050"),
        "figure-trousers-line": ("#18252a", "#374a4a"),
        "figure-rim": ("#52696e", "#88a09f"),
    },
}
"""What differs from the colors of the figure, by class (`hinge_coach.accounts.drawn_as`). A later class wins."""

EFFORT_COLORS = ("#a8485c", "#d2574f", "#f37c42", "#ffb94f")
"""From no work to all of it, evenly spaced: how hard a muscle works is told by its color, in both schemes."""

LIGHT: Mapping[str, str] = {name: light for name, (light, _) in {**SITE_COLORS, **FIGURE_COLORS}.items()}

_OPENING = "/* Colors: written by `make palette` from hinge_coach/palette.py. */\n"
END_OF_COLORS = "/* End of the colors. */\n"


def color_block(colors: Colors, people: Mapping[str, Colors] | None = None) -> str:
    """CSS that declares `colors` as variables, for light and dark pages, between two marking comments."""
    light, dark = _declared(":root", colors)
    for person, own in (people or {}).items():
        own_light, own_dark = _declared(f".{person}", own)
        light, dark = light + own_light, dark + own_dark
    dark = "".join(f"  {line}\n" for line in dark.splitlines())
    media = f"  @media (prefers-color-scheme: dark) {{\n{dark}  }}\n"
    return f"{_OPENING}@layer tokens {{\n{light}\n{media}}}\n{END_OF_COLORS}"


def color_rules(colors: Colors, people: Mapping[str, Colors]) -> str:
    """The same as classes that force a scheme, for a picture that shows both: `scheme-light` and `scheme-dark`."""
    rules = ""
    for scheme, place in (("light", 0), ("dark", 1)):
        rules += _declared(f".scheme-{scheme}", colors)[place]
        rules += "".join(_declared(f".scheme-{scheme} .{person}", own)[place] for person, own in people.items())
    return rules


def _declared(selector: str, colors: Colors) -> tuple[str, str]:
    """The rule in light and in dark colors."""
    light = "".join(f"    --{name}: {value};\n" for name, (value, _) in colors.items())
    dark = "".join(f"    --{name}: {value};\n" for name, (_, value) in colors.items())
    return f"  {selector} {{\n{light}  }}\n", f"  {selector} {{\n{dark}  }}\n"


def with_colors(css: str, block: str) -> str:
    """A style sheet with its marked block replaced. Raises ValueError where the marks are missing."""
    start, end = css.index(_OPENING), css.index(END_OF_COLORS) + len(END_OF_COLORS)
    return css[:start] + block + css[end:]


def in_light(css: str, classes: str = "") -> str:
    """`css` with the light value in place of each `var(--name)`, for renderers that know no variables.

    `classes`: of the person who is drawn.
    """
    values = dict(LIGHT)
    for name, colors in PERSON_COLORS.items():
        if name in classes.split():
            values |= {color: light for color, (light, _) in colors.items()}
    for name, value in values.items():
        css = css.replace(f"var(--{name})", value)
    return css


STYLE_SHEETS: Mapping[str, str] = {
    "site.css": color_block(SITE_COLORS),
    "figure.css": color_block(FIGURE_COLORS, PERSON_COLORS),
}
"""Style sheet -> its marked block."""


if __name__ == "__main__":
    for file, marked_block in STYLE_SHEETS.items():
        path = Path(__file__).parent.parent / "static/css" / file
        path.write_text(with_colors(path.read_text(), marked_block))
