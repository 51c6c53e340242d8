"""Short texts by hand about hotels and computers, in English and Chinese, and words for the company's themes."""

import pandas as pd

HOTEL = {
    "cleanliness": """
hair in the shower and dust under the bed
the bathroom had not been cleaned, stains on the towel
sheets were dirty, we asked for new bedding twice
mould on the tiles, smelled damp
浴室很脏，毛巾有污渍
房间不干净，床单有头发
carpet full of crumbs, nobody had hoovered
found a used plaster behind the bed, disgusting
dusty shelves and a sticky table
地毯很脏，桌子上都是灰
toilet was filthy when we arrived
dirty glasses in the bathrom, dirty sheets
""",
    "noise": """
could not sleep, the street is very loud at night
music from the bar until 3 am, thin walls
the lift next to our room hums all night
neighbours shouting, you hear everything through the walls
太吵了，晚上睡不着
隔音很差，听到隔壁说话
construction noise from seven in the morning
bring ear plugs, the traffic never stops
noisy air conditioning kept us awake
外面施工，早上很吵
loud party on the floor above, no sleep at all
NOISY ROOM, window does not close, traffic
""",
    "staff": """
the receptionist was rude and did not look up
friendly staff, they helped with our luggage
nobody at the front desk for twenty minutes
the waiter was kind to the children
前台态度很差，不理人
服务员很热情，帮我们拿行李
manager refused to listen and was impolite
the lady at reception upgraded us with a smile
staff ignored us at check in
前台小姐很友好
porter unfriendly, expected a tip for nothing
very helpfull reception team, thank you
""",
    "breakfast": """
breakfast was cold and the coffee weak
great buffet, fresh bread and fruit
eggs like rubber, orange juice from powder
not enough seats in the breakfast room, food gone at nine
早餐品种太少，咖啡不好喝
早餐很丰富，面包新鲜
the coffe machine was broken, tea bags only
no vegetarian food at the buffet
best pancakes of the trip
早餐鸡蛋是凉的
toast and jam, that was all the breakfast
buffet ran out of bread and cheese
""",
    "price": """
charged twice on my credit card
far too expensive for what you get
they took a deposit and never paid it back
parking fee of 30 euro was not mentioned on the website
太贵了，不值这个价
押金没有退，多收了钱
the bill had a minibar charge that was not ours
good value for money
resort fee on top of the price, what a trick
账单多收了停车费
overcharged, refund still not on my card
cheap rate but expensive extras on the bill
""",
}
IT = {
    "password": """
forgot my password, cannot log in
account locked after three tries
please reset pasword for the payroll system
the login page says invalid user
密码忘了，登不进去
账号被锁了，请解锁
two factor code never arrives, no login
need a new password for my laptop account
my user was disabled, unlock please
登录不了，提示密码错误
password expired while on holiday
""",
    "printer": """
printer on floor 2 jams all the time
paper jam again, tray 3
toner empty, prints are grey
cannot print from my laptop, printer offline
打印机卡纸
打印机没墨了
printer prints blank pages
scan to folder on the big printer fails
the label printer needs new toner
打印出来是空白的，打印机坏了
prnter offline since this morning
""",
    "network": """
wifi drops every ten minutes in the meeting room
no internet at my desk, cable seems dead
vpn disconnects when I work from home
very slow network since monday, downloads crawl
网络很慢，打不开网页
无线连不上
cannot reach the shared drive over vpn
network cable broken, port 14
internet down in the warehouse
会议室wifi断了
vpn says connection timed out
""",
    "email": """
outlook does not start
my mailbox is full, cannot send mail
mails from the customer land in spam
need a shared mailbox for the sales team
邮件发不出去，邮箱满了
收不到客户的邮件
calendar invitations vanish in outlook
attachment too large to send by email
signature in my emails is wrong
邮箱里垃圾邮件太多
please forward emails of my colleague to me
""",
    "hardware": """
laptop screen flickers and goes black
keyboard: the letter e is stuck
battery lasts twenty minutes only
docking station does not charge the laptop
电脑屏幕碎了
键盘坏了，按键没反应
mouse double clicks by itself
fan is loud and the laptop gets hot
need a second monitor with cable
笔记本电池不行了
laptop fell down, screen cracked
""",
}

# Written down as a manager would, before any score was seen.
COMPANY_WORDS = {
    "late delivery": ["late", "waiting", "delay", "迟"],
    "edge paint peels": ["edge", "peeling", "掉漆"],
    "wrong colour": ["colour", "shade", "颜色"],
    "hardware breaks": ["zip", "buckle", "broken", "扣"],
    "stitching opens": ["stitching", "seam", "thread"],
    "short count or wrong item": ["missing", "short", "wrong item"],
    "smell": ["smell", "stink", "味"],
    "invoice or price": ["invoice", "price", "发票"],
}


def labelled(texts_by_theme):
    """Return one row per text: ``text``, ``theme``."""
    rows = [(text, theme) for theme, texts in texts_by_theme.items() for text in texts.strip().splitlines()]
    return pd.DataFrame(rows, columns=["text", "theme"])
