"""Charts of a report as inline SVG: drawn with whole numbers, described in words for those who do
not see them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from teleshop.assessment.domain.reports import Others, TrendPoint

WIDTH: Final = 720
HEIGHT: Final = 220
LEFT: Final = 40
TOP: Final = 20
BOTTOM: Final = 180
STEP: Final = 90
LOW: Final = 60
"""Height of the chart of one criterion."""
OWN_COLOUR: Final = "#8a1c1c"
OTHERS_COLOUR: Final = "#5b7fa6"
INK: Final = "#1b1f24"
HUNDRED: Final = Decimal(100)


def trend_chart(trend: Sequence[TrendPoint]) -> ET.Element:
    """Scores by quarter, 0 to 100; a quarter without a score is a gap."""
    told = "; ".join(
        f"{point.quarter}: {'-' if point.score is None else point.score}" for point in trend
    )
    svg = _svg(HEIGHT, "trend", "得分走势 Scores by quarter", told)
    for mark in (0, 25, 50, 75, 100):
        y = _height(Decimal(mark))
        _line(svg, (LEFT, y), (WIDTH - 20, y), "#c8ced5")
        _text(svg, LEFT - 6, y + 4, str(mark), "end")
    before: tuple[int, int] | None = None
    for index, point in enumerate(trend):
        x = LEFT + 30 + index * (STEP - 8)
        _text(svg, x, HEIGHT - 18, point.quarter)
        if point.score is None:
            before = None
            continue
        here = (x, _height(point.score))
        if before is not None:
            _line(svg, before, here, OTHERS_COLOUR, "3")
        spot = {"cx": str(here[0]), "cy": str(here[1]), "r": "5", "fill": OWN_COLOUR}
        ET.SubElement(svg, "circle", spot)
        _text(svg, here[0], here[1] - 10, str(point.score))
        before = here
    return svg


def range_chart(name: str, own: Decimal, others: Others) -> ET.Element:
    """The own value on a line, with the quartiles of the others as a box."""
    told = (
        f"本供应商 own {own}; 下四分位 lower quartile {others.lower}; "
        f"中位数 median {others.median}; 上四分位 upper quartile {others.upper}"
    )
    svg = _svg(LOW, "range", name, told)
    least, most = min(own, others.lower), max(own, others.upper)
    span = most - least or Decimal(1)

    def across(value: Decimal) -> int:
        return LEFT + 40 + int((value - least) * (WIDTH - 140) / span)

    left, middle, right = across(others.lower), across(others.median), across(others.upper)
    _line(svg, (LEFT, 30), (WIDTH - 20, 30), "#c8ced5")
    box = {
        "x": str(left),
        "y": "20",
        "width": str(max(2, right - left)),
        "height": "20",
        "fill": OTHERS_COLOUR,
        "fill-opacity": "0.4",
    }
    ET.SubElement(svg, "rect", box)
    _line(svg, (middle, 16), (middle, 44), INK, "2")
    spot = {"cx": str(across(own)), "cy": "30", "r": "6", "fill": OWN_COLOUR}
    ET.SubElement(svg, "circle", spot)
    _text(svg, LEFT, 12, name, "start")
    return svg


def _svg(height: int, kind: str, title: str, description: str) -> ET.Element:
    svg = ET.Element(
        "svg",
        {
            "role": "img",
            "class": kind,
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "aria-label": f"{title}: {description}",
        },
    )
    ET.SubElement(svg, "title").text = title
    ET.SubElement(svg, "desc").text = description
    return svg


def _height(score: Decimal) -> int:
    return BOTTOM - int(score * (BOTTOM - TOP) / HUNDRED)


def _line(
    svg: ET.Element,
    start: tuple[int, int],
    end: tuple[int, int],
    colour: str,
    width: str = "1",
) -> None:
    (x1, y1), (x2, y2) = start, end
    where = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
    ET.SubElement(svg, "line", where | {"stroke": colour, "stroke-width": width})


def _text(svg: ET.Element, x: int, y: int, text: str, anchor: str = "middle") -> None:
    where = {"x": str(x), "y": str(y), "text-anchor": anchor, "font-size": "12", "fill": INK}
    ET.SubElement(svg, "text", where).text = text
