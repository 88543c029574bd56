"""A reliability diagram as a picture."""

from collections.abc import Sequence

from evals.asr.calibration import Bin

SIZE, EDGE, DOT = 320, 40, 12
WHOLE = SIZE + 2 * EDGE
FRAME = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WHOLE} {WHOLE}" font-family="sans-serif">
<rect x="{EDGE}" y="{EDGE}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>
<path d="M{EDGE} {EDGE + SIZE}l{SIZE} {-SIZE}" stroke="#888" stroke-dasharray="4"/>
<text x="{WHOLE / 2}" y="{WHOLE - 12}" text-anchor="middle">confidence, 0 to 1</text>
<text transform="translate(18 {WHOLE / 2}) rotate(-90)" text-anchor="middle">share that was said, 0 to 1</text>
"""


def diagram(bins: Sequence[Bin]) -> str:
    """On the diagonal, confidence means what it says; the area of a dot is the number of its words."""
    most = max((each.words for each in bins), default=1)
    return FRAME + "".join(f"{_dot(each, most)}\n" for each in bins) + "</svg>\n"


def _dot(each: Bin, most: int) -> str:
    across, up = EDGE + SIZE * each.confidence, EDGE + SIZE * (1 - each.right)
    radius = DOT * (each.words / most) ** 0.5
    title = f"<title>{each.words} words: {each.confidence:.2f}, {each.right:.2f}</title>"
    return f'<circle cx="{across:.1f}" cy="{up:.1f}" r="{radius:.1f}" fill="#1b5e8c">{title}</circle>'
