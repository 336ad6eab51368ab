"""The places in a page that links can lead to."""

from tests.web.test_pages import Tags


def ids(page: str) -> list[str]:
    return [attributes["id"] for _, attributes in Tags(page).found if "id" in attributes]
