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
    "figure-skin": ("#d9a07c", "#d49b78"),
    "figure-skin-far": ("#bf8562", "#a8724f"),
    "figure-hair": ("#3a2a25", "#0d0a09"),
    "figure-eye": ("#3a2a25", "#1a1210"),
    "figure-top": ("#2f7f79", "#4ba39a"),
    "figure-top-far": ("#22605b", "#2f726c"),
    "figure-sleeve": ("#276a65", "#3a8b83"),
    "figure-trousers": ("#1f3a35", "#5c7a73"),
    "figure-trousers-far": ("#152a26", "#3f5853"),
    "figure-belt": ("#d8c8a4", "#e6d7b4"),
    "figure-shoe": ("#f4eddf", "#e8dfce"),
    "figure-shoe-far": ("#dccfb8", "#a99f8c"),
    "figure-shoe-edge": ("#b9a98b", "#6d6658"),
    "figure-spine": ("#f0623f", "#ff8a66"),
    "figure-muscle": ("#ff9d45", "#ffc65c"),
    "figure-floor": ("#d9cbb0", "#4a625b"),
    "figure-wall": ("#d8ccb4", "#33504a"),
    "figure-wood": ("#b9a98b", "#86795f"),
    "figure-mat": ("#b7cfc6", "#35574f"),
    "figure-cushion": ("#d9b98f", "#9a7f58"),
    "figure-thing": ("#8d6f4f", "#b08f68"),
    "figure-metal": ("#5d6b69", "#9fb0ac"),
    "figure-china": ("#fffdf8", "#cfd8d2"),
    "figure-metal-far": ("#46524f", "#73827e"),
    "figure-towel": ("#c98f7a", "#b98670"),
    "figure-ball": ("#d9a520", "#e3bb52"),
    "figure-court": ("#9fb8ae", "#5f7f76"),
    "figure-stick": ("#7a5636", "#c79b6c"),
    "figure-mark": ("#c43d20", "#ff9d7d"),
    "figure-ghost": ("#d8ccb8", "#35504a"),
}

STYLE_SHEETS: Mapping[str, Colors] = {"site.css": SITE_COLORS, "figure.css": FIGURE_COLORS}
LIGHT: Mapping[str, str] = {name: light for name, (light, _) in {**SITE_COLORS, **FIGURE_COLORS}.items()}

_OPENING = "/* Colors: written by `make palette` from hinge_coach/palette.py. */\n"
_CLOSING = "/* End of the colors. */\n"


def color_block(colors: Colors) -> str:
    """CSS that declares `colors` as variables, for light and dark pages, between two marking comments."""
    light = "".join(f"    --{name}: {value};\n" for name, (value, _) in colors.items())
    dark = "".join(f"      --{name}: {value};\n" for name, (_, value) in colors.items())
    media = f"  @media (prefers-color-scheme: dark) {{\n    :root {{\n{dark}    }}\n  }}\n"
    return f"{_OPENING}@layer tokens {{\n  :root {{\n{light}  }}\n\n{media}}}\n{_CLOSING}"


def with_colors(css: str, colors: Colors) -> str:
    """A style sheet with its marked block replaced by `colors`. Raises ValueError where the marks are missing."""
    start, end = css.index(_OPENING), css.index(_CLOSING) + len(_CLOSING)
    return css[:start] + color_block(colors) + css[end:]


def in_light(css: str) -> str:
    """`css` with the light value in place of each `var(--name)`, for renderers that know no variables."""
    for name, value in LIGHT.items():
        css = css.replace(f"var(--{name})", value)
    return css


if __name__ == "__main__":
    for file, table in STYLE_SHEETS.items():
        path = Path(__file__).parent.parent / "static/css" / file
        path.write_text(with_colors(path.read_text(), table))
