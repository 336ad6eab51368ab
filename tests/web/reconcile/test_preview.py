"""The frame beside a match."""


def test_preview_is_a_small_page_that_others_may_frame(client):
    response = client.get("/embed/actor/sergey-lavrov")
    assert response.mimetype == "text/html"
    assert response.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "Minister of Foreign Affairs" in response.text
    assert "acts for Russia" in response.text
    assert "2024-06-27" in response.text
    assert "style=" not in response.text
    assert len(response.data) < 5_000


def test_nobody_and_no_identifier_have_none(client):
    for key in ("nobody", "..%2F..%2Fetc", "%3E%20x", "a/b"):
        assert client.get(f"/embed/actor/{key}").status_code == 404


def test_hostile_name_stays_inside(client):
    page = client.get("/embed/actor/hostile").text
    assert "<script>alert" not in page
    assert len(page) < 5_000
