"""How the furniture of news pages reads: whole lines, unless a comment says otherwise. Used by
`furniture`."""

import re


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


AGENCIES = (
    r"(?:AP|AFP|EPA|EFE|dpa|PA|ANSA|TASS|REUTERS|Xinhua|Kyodo|Yonhap|Sputnik|Anadolu|NurPhoto"
    r"|Getty(?: Images)?|Shutterstock|iStock|Alamy|Bloomberg|Zuma|Sipa|Keystone|Belga|Ritzau|Unsplash"
    r"|Wikimedia(?: Commons)?|Flickr|Handout|Pool)"
)

CAPTION = _lines(
    r"\d{1,2} [A-Z][a-z]+ \d{4}, [^.]{3,80}: .+",  # 18 May 2020, Germany, Berlin: Somebody …
    r"(?:(?:top|main|cover|lead|file|stock|header|featured) )?"
    r"(?:photo|image|picture|illustration|graphic)s?(?: (?:credit|by|from|courtesy(?: of)?|source))?s?"
    r"\s*[:/|].*",
    r"(?:file photo|file|in pictures)\s?(?:[-–—:]|\() .*",
    r"(?:photo|image|picture|illustration|graphic)s? (?:by|courtesy|credit)\b.{0,80}",
    r"(?:image )?(?:caption|credit)s?\b\s*[:,].*|(?:image|media|video|photo) (?:caption|credit|source)s?\s*[:,].*",
    r"(?:©|\(c\)|copyright\b).{0,160}",
    rf"{AGENCIES}\s?/.{{1,60}}",
    rf".{{0,60}}\S\s?/\s?{AGENCIES}(?: via .{{1,30}})?",
    r"[\w.%()-]+\.(?:jpe?g|png|gif|webp|svg|avif)",
    r"(?:screen[- ]?shot|img|dsc|image|photo)[-_ ]?\d[\w.-]*|screen[- ]?shot[\w.-]{4,}",
    r"(?=\S*\d)(?=\S*[-_])[\w.-]{16,}",  # one long word of letters, digits and hyphens: the name of an image
)
CREDIT_AT_END = re.compile(  # searched for: (AP Photo/Somebody), [Somebody/Reuters]
    r"[(\[][^()\[\]]*(?:\bphotos?\b|\bphotograph|\bpicture alliance|\bhandout\b"
    rf"|\bfile pic|Getty Images|Shutterstock|©|{AGENCIES}\s?/|/\s?{AGENCIES}\b|\bvia (?:AP|REUTERS)\b)"
    r"[^()\[\]]*[)\]]\.?$|(?-i:\bCredit(?:\.{2,3}|…|:) ?[A-Z][^.]{2,80}$)",
    re.IGNORECASE,
)
SIDES = re.compile(
    r"\w, (?:far |second |third |front |back )?(?:left|right|cent(?:er|re)),|\((?:L|R|C)\)"
)  # searched for

BYLINE = _lines(
    r"(?:(?:written|reported|reporting|story|text|words|edited|editing|report)\s+)?by:?\s+(?-i:[A-Z][\w.'’-]+)"
    r"(?:(?: [-–—] |[ ,|/&•·]+)[\w.'’@-]+){0,9}",
    r"\(?(?:additional |further )?(?:reporting|writing|editing) by [^.]{3,200}(?:[;.].{0,160})?",
    r"author:? .{2,60}|(?:from )?our (?:own )?correspondent.{0,40}|staff (?:writer|reporter)|agencies",
    r"(?:with )?(?:inputs?|material) from .{2,80}|reporting from (?-i:[A-Z])[^.]{2,60}",
)
LABEL = re.compile(r"[^\W\d_][\w&'’ -]{0,24}(?: [|›»>] [\w&'’ -]{2,24}){1,3}")

END = _lines(
    r"leave a (?:reply|comment)|(?:post|add|write) a comment|join the (?:conversation|discussion)",
    r"comments? \(?\d+\)?|\d+ comments?|comments?|comments are closed",
    r"your email address will not be published.*|required fields are marked.*|you must be logged in to .*",
    r"(?:scroll|back|return) to (?:the )?top|(?:previous|next) (?:post|article|story)",
    r"(?:about|meet) the authors?|older posts?|newer posts?|\d+ thoughts? on\b.{0,200}|load more comments",
    r"(?:foot|end)?notes|notes (?:to|for) editors?|references|bibliography|works cited|visible links",
    r"(?:press |media )(?:contacts?|enquiries|inquiries)|[#*]{3}|ends?|\(ends?\)",
    r"contacts? for (?:the )?(?:media|press|journalists)",
)
PAUSE = _lines(
    r"read more(?: (?:on this|here|about this)\b.{0,40})?|(?:read|see) also|also read|related",
    r"more (?:from|by|in|on|about|like)\b.{0,50}|more (?:stories|news|articles|coverage|top stories|for you)",
    r"(?:related|similar|recommended|suggested|other|latest|recent|trending|popular|top)"
    r" (?:articles?|stories|posts?|news|content|topics|coverage|links|reading|headlines)",
    r"(?:you|readers) (?:may|might) also (?:like|enjoy|be interested in).*|what to read next|read next|up next",
    r"most (?:read|popular|viewed|shared|watched).{0,20}|(?:today['’]s|other|top) headlines|popular posts",
    r"editors?['’]?s?['’]? (?:picks|choice)",
    r"(?:from|around) the web|(?:sponsored|promoted) (?:content|links|stories)",
    r"recommended(?: for you)?|trending(?: now)?|latest|newsletters?|sign up|subscribe",
    r"share or comment on this .{1,20}|tags|topics|filed under|donate|support us|don['’]t miss",
    r"in case you missed it|in this story|explore more.{0,30}|watch(?: now)?|listen|promoted content",
)
READ_ON = _lines(
    r"(?:keep|continue) reading(?: ?show less)?\W*|show less|read (?:the )?full (?:story|article)\W*",
    r"\[?(?:read )?more\]?\s?(?:…|»|›|→|\.\.\.)",
)
RESUME = _lines(r"end of list|(?:(?:this )?(?:story|article) )?continues? (?:reading )?(?:below|after).{0,60}")

_SHARE = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|print|reddit|copy|link|tweet|share|save|send|pdf|like"
    r"|reply|comments?|this|article|story|page|post|as|by|on|to|via|\d{1,6})"
)
"""A word of a row of buttons."""
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?"
_AGO = r"(?:an?|\d+) ?(?:s|sec(?:ond)?s?|m|min(?:ute)?s?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?) ago"
NOISE = _lines(
    r".{0,2}|[\d\s.,:/%|+*#=_~-]+|(?:\[[^\[\]]{0,60}\]\s*)+",
    rf"(?:(?:updated|posted|published|edited)(?: at)? )?(?:{_CLOCK}|{_AGO})",
    r"page \d+(?: of \d+)?|(?:printed from|print version)\b.{0,80}",
    r"an official (?:web)?site of\b.{0,80}|privacy notice\s?:.*|text is available under\b.*|\^\s.*",
    r"retrieved from \W?http.*",
    r"this page was last (?:edited|modified|updated)\b.{0,80}|jump to (?:navigation|search).{0,40}",
    r"(?-i:(?:[A-Z][\w.'’-]+ ){2,4}(?:and (?:[A-Z][\w.'’-]+ ){2,4})?)"
    r"contributed (?:reporting|to this (?:article|report|story)).{0,80}",
    r"(?:correction|clarification)\s?:.*",
    r"(?:a version of )?this (?:article|story|essay|piece) (?:appears|appeared|ran)\b.{0,200}",
    r"this (?:entry|post|article) was (?:posted|filed)\b.*",
    r"(?=(?:\S+ ){8})(?:[^<>›»]{1,80} [>›»] ){2,40}[^<>›»]{1,200}",  # the way to a page, with its title
    r"the (?:below|following)(?: statement)? is attributable to\b.{0,120}",
    r"for information media.{0,80}|not an official (?:record|document).{0,40}",
    r"comments are (?:subject to|moderated|closed|open)\b.*|report (?:abuse|this comment)",
    r"(?:tags?|topics?|categor(?:y|ies)|filed under|keywords)\s?:.{1,200}",
    r"\d+(?:\.\d+)?[km]?\s*(?:shares?|likes?|views?|retweets?|reactions?|followers)",
    r"(?:follow|find|like|join) us\b.{0,60}|share (?:on|via|to)\b.{0,30}|(?:click|tap) (?:here|to)\b.{0,160}",
    rf"{_SHARE}(?:[\s|,/·•]+{_SHARE})*",
    r"(?:this (?:web)?site|we|our partners)\b.{0,60}\bcookies\b.*|.{0,80}\ball rights reserved\b.{0,80}",
    r".{0,80}\b(?:privacy policy|terms of (?:use|service))\b.{0,80}",
    r"(?:advertisement|advertising|sponsored|ad|promo(?:ted)?)(?: ?[-–—:].{0,60})?",
    r"go (?:back )?to (?:the )?(?:page|section)\b.{0,200}|(?:skip|jump) to\b.{0,40}|(?:log|sign) in\b.{0,60}",
    r"menu|search.{0,30}|home|please enable javascript.*",
    r".{0,60}\bjavascript\b.{0,60}\benabled?\b.*",
    r"(?:listen to|watch|video|audio|play(?:ing)?|gallery)\b\s?[:|].{0,140}",
    r"(?:read|see) (?:more|also|next)\s?[:|–—-].{1,200}|(?:also read|related|more|recommended)\s?[:|].{1,200}",
    r"\d+[ -]min(?:ute)?s?(?: read)?|(?:est(?:imated)?\.? )?reading time.{0,30}|list of \d+ items|list \d+ of \d+",
    r"enlarge(?: this)? image|(?:get|download) (?:the|our) .{0,40}\bapp\b.{0,60}",
    r"(?:this|the) (?:article|story|piece) (?:was|is|has been|first) (?:originally |first |also |re)*"
    r"(?:published|appeared)\b.{0,160}|(?:first|originally) published (?:in|by|at)\b.{0,160}",
    r"the (?:views|opinions)\b.{0,120}\b(?:author|writer|own)\b.{0,160}",
    r"https?://\S+|www\.\S+|@\w+|#\w+(?:\s+#\w+)*",
)
PLACEHOLDER = re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.IGNORECASE)  # searched for

ASKING = _lines(  # searched for
    r"\b(?:our|dear|valued) (?:readers|supporters|subscribers|donors|members and)\b",
    r"\btax-(?:exempt|deductible) (?:donation|gift|contribution)",
    r"\b(?:please|hope you will|hope you['’]ll|would you|if you can,?|you can)\b[^.]{0,60}"
    r"\b(?:donat|contribut|subscrib|support (?:us|our|independent)|sign(?:ing)? up|becom(?:e|ing) an? )",
    r"^(?:subscribe|sign up|donate|join) (?:now|today|here|to|for|us|thousands|our|and)\b.{0,200}"
    r"\b(?:our|your|you|newsletter|inbox|briefing|round-?up|free|now)\b",
    r"\b(?:un)?subscribe(?:d)? (?:at any time|from (?:this|our|the) (?:list|e-?mails?|newsletter))",
    r"\b(?:update|change|manage) (?:your|how you receive) (?:\w+ ){0,3}(?:preferences|e-?mails?|subscription)",
    r"\b(?:forward(?:ed)?|view) this (?:e-?mail|newsletter)\b|\byou(?:['’]re| are| have)? receiv(?:ed|ing) this\b",
    r"\b(?:this|our) (?:free )?(?:weekly|daily|monthly|morning|evening) (?:newsletter|e-?mail)\b",
    r"^this (?:story|article|content|page|feature) is (?:only |exclusively )?(?:for|available to)\b.{0,60}"
    r"\b(?:subscribers?|members?|readers)\b",
    r"^\(?(?:catch all|(?:get|follow|download)(?: all)?|for all)(?: of)? (?:the )?[^.]{0,80}"
    r"\b(?:latest|breaking|live|daily)\b.{0,80}"
    r"\b(?:news|updates|alerts)\b",
    r"\b(?:subscribe to|follow|join)\b.{0,60}(?:['’]s|whatsapp|telegram|youtube|\bour) (?:\w+ )?channel\b",
    r"\b(?:trial|subscription|a month|a week)\b.{0,60}\bcancel (?:at )?any ?time\b",
    r"\bcancel (?:at )?any ?time\b.{0,40}\b(?:trial|subscription)\b",
    r"\balready (?:a |an )?(?:subscribe[rd]|member|registered)\b.{0,12}\?",
    r"\bsubscribe to (?:continue|keep|read|unlock)\b",
    r"^support (?:our|us|independent)\b|\b(?:delivered|straight|sent) to your inbox\b",
    r"\bour (?:free )?(?:daily |weekly )?(?:newsletter|round-?up)\b|\bbecome an? (?:subscriber|supporter|patron)\b",
)
ASKING_WORDS = re.compile(
    r"^join |subscri|donat|contribut|support|sign\w* up|becom|reader|member|gift|inbox|newsletter|round-?up|updates"
    r"|alerts|e-?mail|channel|cancel|registered|receiv|prefer| news\b"
)
"""One of these, in lower case, is in all that `ASKING` finds: a quick look spares most lines the slow one."""
NOTICE = _lines(  # searched for: what a page says of itself
    r"\bcookies\b.{0,300}\byour?\b|\byour?\b.{0,300}\bcookies\b",
    r"\b(?:earlier|previous) version of this (?:article|story|report (?:gave|misst|missp|incorrectly|wrongly))",
    r"\bpartners\b.{0,200}\b(?:on (?:a|your) device|your (?:consent|data|personal data))\b",
    r"\b(?:change|manage|withdraw|review) your (?:choices|consent|privacy|cookie|preferences)\b",
)
BIOGRAPHY = re.compile(
    r"(?:(?:Dr|Prof|Professor|Ambassador|Sir)\.? )?(?:[A-Z][\w.'’-]+ ){2,4}(?:\([^)]*\) )?"
    r"(?:is|was) (?:an?|the|our|currently)\b.{0,80}\b(?:fellow|analyst|professor|researcher|reporter|correspondent"
    r"|journalist|writer|editor|historian|contributor|columnist|lecturer|author|freelancer?|intern"
    r"|bureau chief)\b[^.]{0,160}\.?"
    r"(?: (?:He|She|They)\b[^.]{0,40}\b(?:covers|covered|writes|wrote|has written|is based|author of|worked|studied)"
    r"\b.{0,300})?"
    r"|The (?:author|writer)s? (?:is|are)\b.*"
)
