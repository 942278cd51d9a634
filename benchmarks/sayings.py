"""Words for invented people: names, places, and sentences with gaps to be filled.

Nobody here exists. Each saying is a template; a gap such as `{place}` is filled from
the list of that name. Two records of one case seldom say the same sentence.
"""

FIRST = (
    "Abel Adaeze Agnes Ailsa Alban Amina Anwen Arthur Bea Benedek Bronagh Bryn Callum"
    " Carys Celia Clodagh Dafydd Deirdre Dilys Donal Edwin Eilidh Elowen Emrys Esther"
    " Fergal Fiona Gethin Gwenda Hanif Hattie Hector Ifor Imelda Iona Jarek Jonty Kavita"
    " Kezia Kirsty Leofric Lowri Mabel Maeve Malachy Mairi Nerys Niall Odhran Olwen"
    " Orla Perran Petra Quentin Rafferty Rhona Rosalind Rowan Ruairi Sabra Seren Shona"
    " Sunniva Tegan Thelma Torquil Una Verity Wilf Winnie Xanthe Yusuf Zainab Zosia"
).split()
LAST = (
    "Abernant Ashgrove Ballantine Barrowclough Birchmore Braithe Calderwick Carnoway"
    " Chettlewood Corrigall Crossmaglan Dalhurst Dunmorran Eastlake Elderfield Fairhollow"
    " Farrowby Fenwright Glenhazel Greenhow Gwynllan Hallowmere Harbottle Hazelrigg"
    " Inchmarlow Ivywood Jessamy Kelsterne Kilbrannan Lanternby Larkwhistle Llandrith"
    " Mallowdale Marshgate Merrowick Netherby Norwell Oakhanger Okonedo Pennycross"
    " Pomfrey Quarrington Ravensden Rookhope Saltersby Silverdale Starlingford Stonehewer"
    " Tarnbrook Thistlewood Tregarran Ullswood Vantongeren Wetherlam Whinfell Wychbold"
    " Yarrowdale Zakowicz"
).split()
STREETS = (
    "Weir Lane",
    "Chandlers Row",
    "Old Dairy Court",
    "Mill Brow",
    "Station Terrace",
    "Foundry Close",
    "Quarry View",
    "Lime Walk",
    "Harbour Steps",
    "Chapel Rise",
)
SERVICES = (
    (
        "sv-alderbank",
        "Alderbank House",
        "supported_living",
        "england",
        "Selmouth Council",
    ),
    ("sv-brookside", "Brookside at Home", "home_care", "england", "Selmouth Council"),
    ("sv-crofters", "Crofters Court", "extra_care", "england", "Tarrow Council"),
    ("sv-derwen", "Ty Derwen", "care_home_residential", "wales", "Cwmhelyg Council"),
    ("sv-eirlys", "Eirlys Outreach", "outreach", "wales", "Cwmhelyg Council"),
    (
        "sv-fairlie",
        "Fairhaugh Lodge",
        "care_home_nursing",
        "scotland",
        "Strathmoy Council",
    ),
    ("sv-glen", "Glen Shared Lives", "shared_lives", "scotland", "Strathmoy Council"),
    (
        "sv-harbour",
        "Harbour Day Rooms",
        "day_opportunities",
        "northern_ireland",
        "Lough Trust",
    ),
    ("sv-inver", "Inver Court", "supported_living", "northern_ireland", "Lough Trust"),
)
LABELS = {
    "supported_living": "a supported living service",
    "home_care": "a home care service",
    "extra_care": "an extra care service",
    "care_home_residential": "a care home",
    "care_home_nursing": "a care home with nursing",
    "outreach": "an outreach service",
    "shared_lives": "a shared lives scheme",
    "day_opportunities": "a day service",
}
GAPS = {
    "place": (
        "the garden room,the kitchen,the front room,the cafe,the day room,the library,"
        "the porch,the quiet room,the market,the workshop,the potting shed,"
        "the church hall"
    ).split(","),
    "thing": (
        "the garden,singing,the football,bingo,my post,my bank card,the shopping,my phone,"
        "the choir,baking,the pottery class,the swimming,my photos,the radio,the dog"
    ).split(","),
    "theirs": (
        "the garden,singing,the football,bingo,the post,the bank card,the shopping,"
        "the telephone,the choir,baking,pottery,swimming,old photos,the radio,the dog"
    ).split(","),
    "feeling": (
        "calm,steady,tired,cheerful,worried,proud,unsettled,content,shaky,hopeful,cross,"
        "better than last week"
    ).split(","),
    "day": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday".split(","),
    "when": (
        "before lunch,after breakfast,in the afternoon,before tea,early on,at the end of"
        " the shift,after the news,in the morning,before bed,on the way back"
    ).split(","),
    "kin": "brother,sister,son,daughter,nephew,cousin,old friend,neighbour".split(","),
    "number": [str(number) for number in range(2, 58)],
}
SAYINGS: dict[str, tuple[str, ...]] = {
    # --- what people say -----------------------------------------------------------
    "want": (
        "I want {day}s to feel nice again, with {thing} and no rows.",
        "I want to do {thing} by myself and tell you when I get back.",
        "I want to pick who knows about {thing}.",
        "I want my {kin} to keep coming, but not to ask for money.",
        "I'd like my own say about {thing}, and I want you to listen.",
    ),
    "good": (
        "I can do {thing} on a {day} and feel {feeling}.",
        "I say it stops and it stops, and we go back to {thing}.",
        "Nobody talks about {thing} unless I do.",
        "I come home {feeling} and I have my tea.",
    ),
    "account": (
        "He goes on about {thing} till I say yes, then I feel {feeling}.",
        "They do it without asking me, mostly on a {day}.",
        "I want to go out for {thing} and everyone gets worried.",
        "Somebody told my {kin} and I was {feeling}.",
    ),
    "matters": (
        "My {kin}, {thing}, and my own front door.",
        "{thing} on a {day}, and being asked first.",
        "Being with people who know me, and {thing}.",
    ),
    "dont": (
        "Don't stop my {kin} coming.",
        "Don't take {thing} away from me.",
        "Don't talk about me in {place}.",
    ),
    "manage": (
        "I can say no the first time, and I can look after {thing}.",
        "I can ring you if I'm {feeling}.",
        "I can sort {thing} if you give me time.",
    ),
    "view": (
        "That one. It keeps {thing}.",
        "I don't mind that if it's {when}.",
        "No, not that, I'd be {feeling}.",
        "It's my choice and I've thought about it since {day}.",
        "I'd try it if we start in {place}.",
    ),
    "said": (
        "I was {feeling} about {thing}, but I told them.",
        "It was all right in {place}. I'd go again on {day}.",
        "I did {thing} and nobody hurried me {when}.",
        "Ask me again {when}. I was {feeling} then.",
        "My {kin} was fine and we talked about {thing}.",
        "I said what I wanted and we did {thing} {when}.",
        "You listened about {thing}. I'm {feeling} today.",
        "I'm {feeling}. I'd like {number} more minutes with {thing}.",
    ),
    "changed": (
        "I'm not frightened of {day}s now.",
        "I decide about {thing} and people ask me first.",
        "I go out {when} and I feel {feeling}.",
    ),
    "boundary": (
        "The door stays open in {place}.",
        "You ask once. If I say no that is it.",
        "You go at the time we said on a {day}.",
        "We don't talk about {thing}.",
    ),
    "share": (
        "You can tell them about {thing}, nothing else.",
        "They're on my side, so yes.",
        "Yes, but ring me first {when}.",
    ),
    "worry": (
        "If my {kin} finds out I'll never hear the end of it.",
        "That people in {place} would talk.",
        "That you'd stop {thing}.",
    ),
    # --- what staff write ------------------------------------------------------------
    "happened": (
        "Sat in {place} {when} and talked about {theirs} for {number} minutes.",
        "Arrived at {place} {when}, made tea, and {theirs} came up after {number} minutes.",
        "Walked to {place} and back {when}; {theirs} took {number} minutes.",
        "Planned talk in {place}, {number} minutes, about {theirs} and the week ahead.",
        "Met in {place} on the {day}. Spoke of {theirs}, then a rest of {number} minutes.",
        "Two people were in {place} {when}. {number} minutes of {theirs}, then home.",
    ),
    "concern": (
        "In {place} {when} they said that visits leave them {feeling} and that money had"
        " been asked for {number} times.",
        "On {day} a letter about {theirs} was found opened. They said they had not seen it"
        " before.",
        "They asked in {place} to go out for {theirs} without staff, as they did before.",
    ),
    "plain": (
        "Talked over in {place} with pictures and time to think until {day}.",
        "Looked at together in {place}, once {when} and once on {day}.",
        "Explained with photos of {place} and said back in their own words.",
        "Two short talks with a break, {when} and on {day}.",
    ),
    "reason": (
        "It keeps {theirs} going and nobody else is put at risk.",
        "It is the smallest step that answers the worry about {theirs}.",
        "They asked for it on {day} and it can be undone.",
        "More than this would take {theirs} away from them.",
    ),
    "risk": (
        "They could lose money meant for {theirs}.",
        "They could be {feeling} during or after {theirs}.",
        "They could get lost between {place} and home {when}.",
        "Somebody could hear about {theirs} who should not.",
    ),
    "strength": (
        "They tell their keyworker when things feel wrong, mostly {when}.",
        "{day}s in {place} with people they know.",
        "They plan {theirs} well and keep to time.",
    ),
    "option": (
        "Leave things as they are on {day}s",
        "Meet in {place} instead of at home",
        "Go with somebody twenty metres behind",
        "Ask for advice about {theirs} first",
        "Start with {number} minutes and look again",
    ),
    "pro": (
        "Keeps {theirs}",
        "Easy to leave from {place}",
        "Their own idea since {day}",
    ),
    "con": ("Less private", "Costs {number} pounds a month", "May feel slow at first"),
    "action": (
        "Go to {place} together and choose a table",
        "Brief every shift about {day}s",
        "Make the card for {theirs}",
        "Ring the bank about {theirs}",
        "Put the dates for {theirs} on the calendar",
    ),
    "known": (
        "Done and written down in the diary",
        "A photo of {place} is in the folder",
        "All {number} initials are on the sheet",
        "They say that {theirs} went well",
    ),
    "result": (
        "It was done on the {day} and they were {feeling} about it.",
        "{number} people were told and nobody had questions.",
        "They chose {place} and have been there since.",
    ),
    "step": (
        "Bring tea early and open the door.",
        "Ask once whether it is time to go to {place}.",
        "Ring the team leader {when}.",
        "Stay with them in {place}.",
    ),
    "improved": (
        "{theirs} happens every {day} now, {number} minutes at a time.",
        "Ratings are better by {number} parts in a hundred since the last look.",
        "They went to {place} {when} without being asked.",
    ),
    "not_yet": (
        "The end of the visit {when} is still hard.",
        "{theirs} was missed on a {day}.",
        "Letters about {theirs} still come late.",
    ),
    "learned": (
        "A rule kept in the office is not a rule at the front door.",
        "Asking before the visit works better than asking after it.",
        "Two short talks tell more than one long one.",
    ),
}
PRESSURE = ("Asks again after no", "Says not to tell staff", "Stands in the doorway")
PHRASES = (
    "Did I leave the washing in?",
    "Is the kettle still on?",
    "Has the post been?",
)
RIGHTS = (
    "say no",
    "privacy",
    "see my records",
    "complain",
    "choose who visits",
    "spend my money",
    "go out when I choose",
)
