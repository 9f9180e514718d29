"""A move as a person makes it on the desk: its button on the card, its form, its button."""


def move(page, name: str, **fields) -> None:
    """Make the move ``name`` of the card that is open; ``fields`` by their names in the form."""
    page.locator(f'main a[href$="/{name}/"]').first.click()
    page.wait_for_url(f"**/{name}/")
    for field, value in fields.items():
        place = page.locator(f"main [name={field}]")
        chosen = place.evaluate("node => node.tagName") == "SELECT"
        place.select_option(value) if chosen else place.fill(value)
    page.locator("main form.record button").last.click()
    page.wait_for_url(lambda url: not url.endswith(f"/{name}/"))
