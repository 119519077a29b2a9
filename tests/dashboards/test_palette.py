"""The colours of the statuses can be told apart and read, by those who see all colours and by those who do not.

Everything is computed from assets/tokens.css. The formulas:
contrast: WCAG 2.2, "relative luminance" and "contrast ratio" · sRGB to linear and to XYZ (D65): IEC 61966-2-1 ·
CIE L*a*b*: CIE 15:2004 · CIEDE2000: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula", 2005 · colour
blindness: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
2009, severity 1, on linear RGB.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from dashboards.components.status import STATUSES
from dashboards.static_files import ASSETS_FOLDER

Triple = tuple[float, float, float]

THEMES = ("light", "dark")
GROUNDS = ("bg", "surface")
# What WCAG asks of shapes (1.4.11) and of words (1.4.3), AA.
LEAST_OF_MARKS, LEAST_OF_WORDS = 3.0, 4.5

IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SIGHTS = {
    "normal": IDENTITY,
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# The lowest CIEDE2000 between statuses that stand beside each other in every strip, and between any two of the seven.
# A palette that changes changes these on purpose. About 2.3 is just noticeable; every pair has also its own shape.
LOWEST = {
    ("light", "normal"): (16.7, 16.7),
    ("light", "protan"): (16.4, 15.9),
    ("light", "deutan"): (16.9, 16.0),
    ("light", "tritan"): (12.9, 12.9),
    ("dark", "normal"): (25.1, 22.4),
    ("dark", "protan"): (20.8, 19.2),
    ("dark", "deutan"): (18.3, 18.3),
    ("dark", "tritan"): (18.6, 12.9),
}
LEAST_DIFFERENCE = 12.0


def tokens(theme: str) -> dict[str, str]:
    """The tokens of a theme as the style sheet writes them, "#rrggbb" by name."""
    style = (ASSETS_FOLDER / "tokens.css").read_text(encoding="utf-8")
    pattern = rf"(?:^|\}})\s*(?::root,)?\[data-theme={theme}\]\{{([^}}]*)\}}"
    found = re.search(pattern, style, re.MULTILINE)
    assert found is not None
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", found[1]))


def linear(colour: str) -> Triple:
    """Linear RGB of "#rrggbb", each from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(linear(one)), _luminance(linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Triple) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def seen(colour: Triple, sight: str) -> Triple:
    """What a sight makes of a linear colour, kept in the gamut."""
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True))))
        for row in SIGHTS[sight]
    )
    return red, green, blue


def lab(colour: Triple) -> Triple:
    """CIE L*a*b* of a linear colour under D65."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > (6 / 29) ** 3 else part * (29 / 6) ** 2 / 3 + 4 / 29 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: Triple, other: Triple) -> float:
    """The difference of two L*a*b* colours; the steps and names are those of Sharma, Wu and Dalal."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if turn == -180 and h2 > h1:
        turn = 180.0
    delta_l, delta_c = l2 - l1, c2 - c1
    delta_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2
    if c1 * c2:
        mean_h /= 2
        if abs(h1 - h2) > 180:
            mean_h += 180 if h1 + h2 < 360 else -180
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    r_c = 2 * sqrt(mean_c**7 / (mean_c**7 + 25**7))
    r_t = -sin(radians(60 * exp(-(((mean_h - 275) / 25) ** 2)))) * r_c
    parts = delta_l / s_l, delta_c / s_c, delta_h / s_h
    return sqrt(sum(part**2 for part in parts) + r_t * parts[1] * parts[2])


def difference(one: str, other: str, sight: str) -> float:
    """How far two colours are apart for a sight."""
    return ciede2000(*(lab(seen(linear(each), sight)) for each in (one, other)))


def marks(theme: str) -> list[str]:
    """The colours of the seven statuses, in their order."""
    own = tokens(theme)
    return [own[f"st-{status.replace('_', '-')}"] for status in STATUSES]


def lowest(theme: str, sight: str) -> tuple[float, float]:
    """The lowest difference between neighbouring statuses, and between any two."""
    colours = marks(theme)
    beside = [difference(one, other, sight) for one, other in pairwise(colours)]
    any_two = [difference(one, other, sight) for one, other in combinations(colours, 2)]
    return round(min(beside), 1), round(min(any_two), 1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_shapes_and_words_of_every_status_stand_out_from_their_ground(theme: str, ground: str) -> None:
    own = tokens(theme)
    for status, mark in zip(STATUSES, marks(theme), strict=True):
        word = own[f"st-{status.replace('_', '-')}-text"]
        assert contrast(mark, own[ground]) >= LEAST_OF_MARKS, status
        assert contrast(word, own[ground]) >= LEAST_OF_WORDS, status
    for name, least in (
        ("ink", 7.0), ("ink-2", 7.0), ("ink-3", LEAST_OF_WORDS), ("link", 7.0), ("focus", LEAST_OF_MARKS),
        ("line-2", LEAST_OF_MARKS),
    ):  # fmt: skip
        assert contrast(own[name], own[ground]) >= least, name


@pytest.mark.parametrize(("theme", "sight"), list(LOWEST))
def test_statuses_are_told_apart_by_every_sight(theme: str, sight: str) -> None:
    found = lowest(theme, sight)
    assert found == LOWEST[theme, sight]
    assert min(found) >= LEAST_DIFFERENCE


def test_the_dark_theme_chosen_and_the_one_of_the_system_are_the_same() -> None:
    style = (ASSETS_FOLDER / "tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r"^\[data-theme=dark\]\{([^}]*)\}", style, re.MULTILINE)
    of_system = re.search(r":root:not\(\[data-theme=light\]\)\{([^}]*)\}", style)
    assert chosen is not None
    assert of_system is not None
    assert chosen[1] == of_system[1]
    assert set(tokens("dark")) == set(tokens("light"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_colour_difference_is_that_of_its_authors_examples(one: Triple, other: Triple, expected: float) -> None:
    assert round(ciede2000(one, other), 4) == expected
    assert round(ciede2000(other, one), 4) == expected


def test_contrast_and_simulation_meet_known_values() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    # Grey stays grey for everybody, and what tells red from green is what is lost.
    for sight in SIGHTS:
        assert difference("#808080", "#808080", sight) == 0
        assert max(seen(linear("#808080"), sight)) - min(seen(linear("#808080"), sight)) < 0.001
    assert difference("#c05050", "#7a7a30", "deutan") < difference("#c05050", "#7a7a30", "normal") / 2
