"""How a page looks in a real browser: what axe finds in it, and what runs over its edge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["LOOKS", "find_faults"]

# 320 pixels are what a page of 1280 is at four times its size (WCAG 1.4.10).
LOOKS = [(1280, "light"), (390, "dark"), (320, "light"), (1280, "dark")]
_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
_SHOWN = 4  # elements of each fault


def find_faults(page: Page) -> list[tuple[object, ...]]:
    """Return the faults of a page: its address, what is wrong, where."""
    answer = Axe().run(page, options={"runOnly": _RULES})
    found: list[tuple[object, ...]] = [
        (page.url, one["id"], [node["target"] for node in one["nodes"]][:_SHOWN])
        for one in answer.response["violations"]
    ]
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, (page.url, "runs over", wider)] if wider > 0 else found
