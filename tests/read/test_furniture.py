import pytest

from kg.read.furniture import Kind, is_biography, kind_of, strip_marks


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (
            Kind.PROSE,
            [
                "Norland recalled its envoy.",
                "“We have had enough,” the minister said.",
                "The minister asked: “Who pays?”",
                "The two sides agreed on three points, the minister said at noon:",
                "Norland, which had said for weeks that it would not move, moved at last and let the boats go home",
                "Photographs of the seized boats were shown to reporters in the capital.",
                "Share prices fell by a tenth after the recall.",
                "Search teams from both countries looked for the missing boat.",
                "More from the north is expected to be sold abroad, the ministry said.",
                "Sources in Port Nord told Reuters/Agency staff that the boats had sailed, and Norland confirmed it.",
                "The Liberals, left, and the Greens will vote on the pact of March 9.",
                "In the talks the minister, by his own account, gave no ground.",
            ],
        ),
        (
            Kind.TITLE,
            ["Norland recalls envoy from Sudland", "Boats and bruises", "Who Gains From The Recall?", "Who gains?"],
        ),
        (
            Kind.CAPTION,
            [
                "9 March 2021, Norland, Port Nord: Boats lie in the harbour.",
                "Photo: Cam Era",
                "Top image credit: A boat leaves. REUTERS/Cam Era",
                "FILE PHOTO: Boats lie in the harbour of Port Nord.",
                "Boats lie in the harbour of Port Nord. [Cam Era/AFP]",
                "The minister (Norland government photo); the envoy (Cam Era/Shutterstock)",
                "Minister Ann Example, left, and envoy Bob Sample shake hands in Port Nord, March 9, 2021.",
                "©stockhouse / cam_era",
                "harbour-2021.jpg",
                "Screen-shot-2021-03-09-at-1.08.40-pm",
            ],
        ),
        (Kind.LABEL, ["Analysis | Europe", "World › North › Norland"]),
        (
            Kind.BYLINE,
            ["By Ann Example", "By ANN EXAMPLE and BOB SAMPLE", "Reporting by Ann Example; Editing by Bob Sample"],
        ),
        (Kind.DAY, ["Published 5 March 2021", "March 5, 2021"]),
        (
            Kind.BOX,
            [
                "We hope you will consider a donation to the Example, so please support us.",
                "Thanks to our readers and supporters, the Example had a good year.",
                "Subscribe now to our weekly round-up.",
            ],
        ),
        (
            Kind.NOISE,
            [
                "TT",
                "20",
                "1.2K shares",
                "Follow us on social",
                "Share | Tweet | WhatsApp",
                "We use cookies to make this site better. By staying you agree.",
                "Advertisement",
                "Read more: Five things to know about cod",
                "Discover The North!",
                "https://example.org/a",
            ],
        ),
        (
            Kind.END,
            ["Leave a Reply", "Scroll to Top", "3 Comments", "About the author"],
        ),
        (
            Kind.PAUSE,
            ["Read more", "Related:", "Newsletter", "More from World", "You may also like", "Related stories"],
        ),
        (Kind.READ_ON, ["keep reading", "keep readingShow less", "Continue reading →", "READ MORE »"]),
    ],
)
def test_kinds(kind, lines):
    assert {line: kind_of(line) for line in lines} == dict.fromkeys(lines, kind)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("• Norland demands the boats back", "Norland demands the boats back"),
        ("1. Norland demands the boats back.", "Norland demands the boats back."),
        ("The envoy left. (dpa)", "The envoy left."),
        ("The envoy left. - AFP)", "The envoy left."),
        ("The envoy spoke to the (AFP)", "The envoy spoke to the (AFP)"),
        ("2021 was a bad year.", "2021 was a bad year."),
    ],
)
def test_strip_marks(line, bare):
    assert strip_marks(line) == bare


def test_biographies():
    assert is_biography("Dora Writer is a senior fellow at the Institute for Invented Studies.")
    assert not is_biography("Dora Writer is a professor of law. Norland expelled her in May, and Sudland protested.")
    assert not is_biography("Norland is a member of the northern pact.")


@pytest.mark.parametrize(
    "line",
    [
        "By A" + "-" * 5000,
        "By A" + " b" * 5000,
        "(" * 5000,
        "a | " * 3000,
        "x.jpg" * 2000,
        ". " * 9000,
        "-" * 9000,
        "#a " * 4000,
    ],
)
def test_hostile_lines_are_no_prose(line):
    assert kind_of(line) is not Kind.PROSE
