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
    r"(?:image )?(?:caption|credit)s?\b\s*[:,].*",
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
    r"[^()\[\]]*[)\]]\.?$",
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
    r"(?:with )?(?:inputs?|material) from .{2,80}",
)
LABEL = re.compile(r"[^\W\d_][\w&'’ -]{0,24}(?: [|›»>] [\w&'’ -]{2,24}){1,3}")

END = _lines(
    r"leave a (?:reply|comment)|(?:post|add|write) a comment|join the (?:conversation|discussion)",
    r"comments? \(?\d+\)?|\d+ comments?|comments?|comments are closed",
    r"your email address will not be published.*|required fields are marked.*|you must be logged in to .*",
    r"(?:scroll|back|return) to (?:the )?top|(?:previous|next) (?:post|article|story)",
    r"(?:about|meet) the authors?",
)
PAUSE = _lines(
    r"read more(?: (?:on this|here|about this)\b.{0,40})?|(?:read|see) also|also read|related",
    r"more (?:from|by|in|on|about|like)\b.{0,50}|more (?:stories|news|articles|coverage|top stories|for you)",
    r"(?:related|similar|recommended|suggested|other|latest|recent|trending|popular|top)"
    r" (?:articles?|stories|posts?|news|content|topics|coverage|links|reading|headlines)",
    r"(?:you|readers) (?:may|might) also (?:like|enjoy|be interested in).*|what to read next|read next|up next",
    r"most (?:read|popular|viewed|shared).{0,20}|popular posts|editors?['’]?s?['’]? (?:picks|choice)",
    r"(?:from|around) the web|(?:sponsored|promoted) (?:content|links|stories)",
    r"recommended(?: for you)?|trending(?: now)?|latest|newsletters?|sign up|subscribe",
    r"share(?: this)?(?: (?:article|story|page|post))?|tags|topics|filed under|donate|support us|don['’]t miss",
    r"in case you missed it|in this story|explore more|watch(?: now)?|listen",
)
READ_ON = _lines(
    r"(?:keep|continue) reading(?: ?show less)?\W*|show less|read (?:the )?full (?:story|article)\W*",
    r"\[?(?:read )?more\]?\s?(?:…|»|›|→|\.\.\.)",
)
RESUME = _lines(r"end of list|(?:(?:this )?(?:story|article) )?continues? (?:below|after).{0,60}")

_SHARE = r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|print|reddit|copy link|tweet|share|save)"
NOISE = _lines(
    r".{0,2}|[\d\s.,:/%|+-]+",
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
    r"(?:published|appeared)\b.{0,160}",
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
    r"^support (?:our|us|independent)\b|\b(?:delivered|straight|sent) to your inbox\b",
    r"\bour (?:free )?(?:daily |weekly )?(?:newsletter|round-?up)\b|\bbecome an? (?:subscriber|supporter|patron)\b",
)
BIOGRAPHY = re.compile(
    r"(?:(?:Dr|Prof|Professor|Ambassador|Sir)\.? )?(?:[A-Z][\w.'’-]+ ){2,4}(?:\([^)]*\) )?"
    r"(?:is|was) (?:an?|the|our|currently)\b.{0,80}\b(?:fellow|analyst|professor|researcher|reporter|correspondent"
    r"|journalist|writer|editor|contributor|columnist|lecturer|author|freelancer?|intern)\b[^.]{0,160}\.?"
    r"|The (?:author|writer)s? (?:is|are)\b.*"
)
