# ruff: noqa: E501, SIM905 -- lists of words are easier to read and to change as one text
"""Word lists of the invented tables: syllables, names, streets, trades, topics and products."""

SYLLABLES = "ba be bo ca ce da di do fa fe ga go ha he ja ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te to va ve wa wi ya yo za zo".split()
ENDINGS = "n r s l t ck son man ley ton ner berg ski ez".split()
GIVEN = "james mary wei john linda ahmed robert patricia mohammed michael jennifer li william elizabeth david barbara fatima richard susan joseph jessica carlos thomas sarah ivan christopher karen daniel nancy olga matthew lisa anthony betty mark margaret donald sandra steven ashley andrew kimberly paul emily joshua donna kenneth michelle kevin carol brian amanda george melissa edward deborah".split()
NICKNAMES = {
    "robert": "bob",
    "william": "bill",
    "elizabeth": "liz",
    "michael": "mike",
    "jennifer": "jenny",
    "thomas": "tom",
    "christopher": "chris",
    "daniel": "dan",
    "matthew": "matt",
    "margaret": "maggie",
    "steven": "steve",
    "andrew": "andy",
    "deborah": "debbie",
}
STREETS = [("street", "st"), ("road", "rd"), ("avenue", "ave"), ("lane", "ln"), ("drive", "dr"), ("boulevard", "blvd")]
PINYIN = {
    "宏": "hong",
    "达": "da",
    "金": "jin",
    "华": "hua",
    "丰": "feng",
    "盛": "sheng",
    "永": "yong",
    "泰": "tai",
    "祥": "xiang",
    "顺": "shun",
    "新": "xin",
    "兴": "xing",
    "利": "li",
    "明": "ming",
    "龙": "long",
    "凯": "kai",
    "嘉": "jia",
    "美": "mei",
    "东": "dong",
    "海": "hai",
    "天": "tian",
    "润": "run",
    "鑫": "xin",
    "瑞": "rui",
    "安": "an",
    "康": "kang",
}
TRADES = [
    ("皮具", "leather"),
    ("箱包", "bags"),
    ("贸易", "trading"),
    ("服饰", "apparel"),
    ("五金", "hardware"),
    ("饰品", "accessories"),
]
PLACES = [("义乌", "yiwu"), ("温州", "wenzhou"), ("广州", "guangzhou"), ("杭州", "hangzhou"), ("宁波", "ningbo")]
TOPICS = "query optimization database distributed parallel mining index spatial temporal stream join semantic web data integration schema matching view maintenance transaction recovery concurrency control warehouse olap clustering classification learning inference network probabilistic approximate efficient scalable adaptive dynamic processing evaluation estimation selectivity object relational xml storage caching mobile sensor privacy security knowledge reasoning logic constraint programming genetic boosting".split()
VENUES = [
    ("international conference on management of data", "sigmod conference"),
    ("very large data bases", "vldb"),
    ("acm transactions on database systems", "tods"),
    ("the vldb journal", "vldb j."),
    ("sigmod record", "acm sigmod record"),
    ("machine learning", "mach. learn."),
    ("proc. of the international conference on machine learning", "icml"),
]
PRODUCT_WORDS = "black white silver digital camera wireless headphones speaker system portable dvd player lcd hdtv widescreen printer laser inkjet cartridge battery charger case cable adapter usb keyboard mouse optical router switch washer dryer refrigerator microwave oven stainless steel remote control stereo receiver home theater dock mount wall tilt compact zoom lens memory card reader software deluxe edition professional upgrade windows mac license".split()
