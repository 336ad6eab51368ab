import pytest

from kg.read.page.furniture import Kind, is_biography, kind_of, strip_marks


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
                "Sources, speaking on condition of anonymity, said that the boats had sailed.",
                "Ships will follow a new route through the channel, the two ministers agreed.",
                "For the latest round of talks, news agencies were barred from the hall.",
                "Norland and its 27 partners agreed on rules for personal data and medical devices.",
                "Sudland had received this message clearly, the envoy said.",
                "Either side may cancel the pact at any time, after a notice of six months.",
                "Reporting from Port Nord has been hard, since the army closed the roads.",
                "The two countries contributed to this decision by their silence.",
                "An earlier version of this report was leaked to the envoys of four countries.",
                "Notes to the two governments went out at noon.",
                "What has Norland, which lost forty boats and nine men in the war, to gain from peace?",
            ],
        ),
        (
            Kind.TITLE,
            [
                "Norland recalls envoy from Sudland",
                "Boats and bruises",
                "Who Gains From The Recall?",
                "Who gains?",
                "What did the two sides say?",
            ],
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
                "Media caption, Crowds cheer as the boats return",
                "Two boats lie in the harbour of Port Nord. Credit...Cam Era for The Example",
                "Screen-shot-2021-03-09-at-1.08.40-pm",
            ],
        ),
        (Kind.LABEL, ["Analysis | Europe", "World › North › Norland"]),
        (
            Kind.BYLINE,
            ["By Ann Example", "By ANN EXAMPLE and BOB SAMPLE", "Reporting by Ann Example; Editing by Bob Sample"],
        ),
        (
            Kind.DAY,
            ["Published 5 March 2021", "March 5, 2021", "04/06/2024 | Newsroom", "Posted on May 5, 2021 by annex"],
        ),
        (Kind.MONTH, ["March 2021", "Published in March 2021", "MARCH 2021 ISSUE"]),
        (
            Kind.BOX,
            [
                "We hope you will consider a donation to the Example, so please support us.",
                "Thanks to our readers and supporters, the Example had a good year.",
                "Subscribe now to our weekly round-up.",
                "Join our free briefing on the north.",
                "You are receiving this email because you signed up on our website.",
                "This story is for subscribers only.",
                "1 crown for the first month of your trial. Cancel any time.",
                "Follow the Example's channel on any platform.",
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
                "Share on Facebook Share on X Copy link",
                "Share",
                "17.36 GMT",
                "2 hours ago",
                "Page 2 of 3",
                "[INLINE] [boats.gif]",
                "Home > World > North > Norland > Norland recalls its ambassador from Sudland",
                "We and our 14 partners store data on your device, such as cookies, to show you advertisements.",
                "Correction: An earlier version of this story gave a wrong name for the envoy.",
                "Ann Example contributed reporting from Port Nord.",
                "This article appears in the March issue.",
                "Comments are moderated and may be refused.",
            ],
        ),
        (
            Kind.END,
            [
                "Leave a Reply",
                "Scroll to Top",
                "3 Comments",
                "About the author",
                "References",
                "Notes to editors",
                "- ENDS -",
                "Contacts for media",
                "2 thoughts on “A state, and its letters”",
            ],
        ),
        (
            Kind.PAUSE,
            [
                "Read more",
                "Related:",
                "Newsletter",
                "More from World",
                "You may also like",
                "Related stories",
                "Today's headlines",
                "Most watched videos",
            ],
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
        ("The envoy left. Enditem", "The envoy left."),
        ("The envoy must know when his term ENDS", "The envoy must know when his term ENDS"),
    ],
)
def test_strip_marks(line, bare):
    assert strip_marks(line) == bare


def test_biographies():
    assert is_biography("Dora Writer is a senior fellow at the Institute for Invented Studies.")
    assert not is_biography("Dora Writer is a professor of law. Norland expelled her in May, and Sudland protested.")
    assert not is_biography("Norland is a member of the northern pact.")
    assert is_biography("Dora Writer is the northern bureau chief. She has covered the region since 2004.")
    assert not is_biography("Jonas Sample is the national security adviser. He arrived in Port Nord on Friday.")


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
        "share " * 98 + "x",
        "a > " * 30 + "a",
        "your cookies " * 45 + "here",
    ],
)
def test_hostile_lines_are_no_prose(line):
    assert kind_of(line) is not Kind.PROSE
