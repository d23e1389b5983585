"""Steps that several browser tests take: waiting for the map, pointing at a place, saying the purpose."""

from __future__ import annotations

import math

from playwright.sync_api import Locator, Page

DESKTOP = (1280, 900)
PHONE = (360, 740)
MAP_PADDING = 26
# West, south, east, north of Thailand's provinces, to find a place on the map of the country.
THAILAND = (97.343, 5.613, 105.637, 20.465)
CHANTHABURI = (102.15, 12.80)


def drawn_map(page: Page) -> Locator:
    """The map, once it says that it is drawn."""
    drawn = page.locator("[data-map][data-map-state=drawn]")
    drawn.wait_for()
    return drawn


def _mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def pixel_of(
    stage: Locator, bounds: tuple[float, float, float, float], place: tuple[float, float]
) -> tuple[float, float]:
    """Where a longitude and latitude lies on the stage of a map that shows exactly these bounds."""
    box = stage.bounding_box()
    assert box is not None
    west, south, east, north = bounds
    low, high = _mercator(south), _mercator(north)
    scale = min(
        (box["width"] - 2 * MAP_PADDING) / (east - west), (box["height"] - 2 * MAP_PADDING) / (high - low)
    )
    x = box["width"] / 2 + (place[0] - (west + east) / 2) * scale
    y = box["height"] / 2 - (_mercator(place[1]) - (low + high) / 2) * scale
    return x, y


def say_purpose(page: Page) -> None:
    """Answer, where it is asked, what the persons are looked at for."""
    if page.locator("input[name=purpose]").count():
        page.locator("input[name=purpose]").first.check()
        page.locator("main form button").click()
        page.locator("main h1").wait_for()
