"""Going through pages by keyboard alone, seeing at every step where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

# Whether what has the focus is what is looked for, and whether the focus is there at all: in sight, with its ring.
_SEEN = """
    const at = document.activeElement, looks = getComputedStyle(at), box = at.getBoundingClientRect();
    const isInSight = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
    return [at.matches(arguments[0]), at !== document.body && isInSight && looks.outlineStyle !== 'none'
      && parseFloat(looks.outlineWidth) >= 2];
"""


def press(browser: Chrome, *keys: str) -> None:
    """Press keys one after the other, wherever the focus is."""
    from selenium.webdriver import ActionChains

    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def tab_to(browser: Chrome, selector: str, *, most: int = 120, backwards: bool = False) -> int:
    """Go by the Tab key to the first element a selector matches, seeing the focus all the way; returns the presses."""
    from selenium.webdriver import ActionChains, Keys

    for presses in range(1, most + 1):
        if backwards:
            ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        else:
            press(browser, Keys.TAB)
        there, is_seen = browser.execute_script(_SEEN, selector)
        assert is_seen, f"the focus is lost on the way to {selector} after {presses} presses"
        if there:
            return presses
    raise AssertionError(f"no {selector} within {most} presses of Tab")
