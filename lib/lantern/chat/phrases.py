"""What a small company says in its group chat between the orders: jokes, photos, lunch, questions and complaints.

Nothing here names a price, an order's number or its end, so that no reader can take it for an order.
"""

from lantern.words.phrases import grammar_of

__all__ = ["CHAT"]

CHAT = grammar_of("""
talk:
  <asks> | <tells> | <tells> <comment> | <wants_help> | <jokes> | <answers> | <work> | <work> <comment?>
  <family> <comment?> | <tells>¶<comment> | <photo>¶<about_photo> | <reply>¶<answers> | <asks>¶<follow_up> | <zh>
  <zh> <comment> | <work>¶<follow_up> | <jokes> <laugh> | <weather>, <so_what> | <greeting> <asks>
  <greeting> <tells> | <voice>¶<after_voice>
asks:
  <has_anyone> <seen_it>? <ask_end?40> | <who_has> <thing_lost>? <ask_end?40> | is <somebody> <where_at>? <ask_end?30>
  noodles or rice today? <lunch> | who <orders_lunch>? <lunch?60> | what time <opens>?
  does anybody remember <remembered>? <ask_end?> | when does the <visitor> come <comes?>? <ask_end?30>
  can I <borrow>? <ask_end?>
has_anyone:
  has anyone | did anybody | tell me someone has | please say you have | who of you has | {name}, have you
  anybody here who has
seen_it:
  seen <thing_lost> | found <thing_lost> | moved <thing_lost> | taken <thing_lost> home
  put <thing_lost> somewhere clever | lent <thing_lost> to the neighbours | counted the buckles
  locked the store room | fed the office cat | watered the plant | a charger that fits my old phone
  time at the stall on Saturday | a photo of the stitching for the customer | the list of who owes us what
who_has:
  who has | where is | who hid | who is sitting on | {name}, do you have | which of you has
thing_lost:
  the key of the store room | the invoice book | the good scissors | the tape gun | the label roll | my tea glass
  the red stamp | the pattern of the tote | the van key | the calculator with the big buttons | the second edge brush
  the phone of the box maker | the swatch card | the stapler | my glasses | the ladder | the fan from the cutting room
  the measuring tape | the box of snaps | the guest slippers | the delivery note of the thread | the good marker
somebody:
  {name} | the boss | the courier | the electrician | the man for the lift | the glue man | anybody | the trainee
  master Gu
where_at:
  upstairs | in today | on the road already | still at the tannery | at the stall | awake | in the store room
  back from lunch | at the bank
ask_end:
  it was on table three this morning | I looked everywhere | anyone? | please | not funny
  I have turned the house upside down | 急 | I only put it down for a minute | and do not say "where you left it"
  {name}? | 🙏 | it is not in the drawer, I checked twice | thanks
lunch:
  I vote noodles | nothing spicy for me | not the place with the hair again | {name} pays, he lost the bet
  two without coriander please | the aunt downstairs has dumplings | count me in | I brought my own | soup!
  last time it came at two | I am on a diet until dinner
orders_lunch:
  orders lunch today | is hungry | wants dumplings | eats with us | took my lunch box | still owes me for the noodles
  wants the last bun
opens:
  does the market open tomorrow | is the fire drill | do we meet | does the van leave | does the bank close
  is the power off on Sunday
remembered:
  the Wi-Fi word | how old this machine is | who made the blue sample | the name of the box maker's wife
  which drawer the needles live in | where we bought the lamp | what we paid the painter in tea | the alarm code
  how the printer was fixed last time
comes:
  exactly | roughly | at last | by the clock of this world | , morning or afternoon
visitor:
  courier | electrician | hide truck | inspector | thread man | boss's guest from the fair | photographer
  water bottle man | school class
borrow:
  borrow the van for an hour | leave at four, school meeting | take the half roll of tape home | use the small press
  swap Saturday with somebody
tells:
  <opening?70> <news>. | <opening?50> <news>, <so_what>. | <opening> <news> | <news> <emoji?60>
opening:
  listen, | by the way, | hello all, | again: | ha, | bad news: | good news: | for your information, | boss, | {name},
  attention: | quick one: | so, | believe it or not, | from the gate: | 大家注意, | small thing: | before I forget:
  rumour: | as of now
news:
  the courier is at the gate | the thread for the {colour} <things> is nearly gone | the lift is broken again
  the market opens an hour later tomorrow | the hides from the new supplier smell odd | the tax man comes on {weekday}
  we need more boxes, the small ones | the printer eats the labels | half of the new buckles are scratched
  it rains into the corner by the cutting table | somebody parked in front of the loading door
  the measurements are in my head, ask me | the skiving machine was on all night | the power goes off on {weekday}
  the {colour} dye is on my shoes now | the new trainee sews straighter than me
  the stall next door plays that song again | the water is off until noon | the fan in the paint corner died
  a bird is in the store room | the scale shows minus four, it is resting | the door bell works again
  the cat had kittens in the felt box | the photographer left his lens cap | I cut my finger, nothing bad
  the box maker is on strike, he says, until he is paid in tea | the {colour} hides came, soft as butter
  the glue has not dried, nobody touch table <number> | the edge brush has lost half its hair
  the boss brought oranges | the calendar people sent ninety calendars | the stall got a new neighbour, he sells drums
  the fire man counts extinguishers on {weekday} | the last lunch box is mine and has my name | the left door sticks
  we are out of coffee and patience | the coupon machine at the stall is down | the van needs a tyre
  the museum asked about the lantern bridge on our logo | the walls have ears and now a leak
things:
  bags | belts | wallets | totes | fobs | straps
number:
  one | two | three | four | five
so_what:
  so plan for it | nobody panic | please tell the others | I only pass it on | do not ask me why
  as always on a {weekday} | so no lunch outside | you have been warned | the rest is in the hands of heaven
  better today than in the fair week | {name} knows more | we will live | so umbrellas | and I wore white
  hide nothing | now you know
comment:
  anyone? | no joke. | as always. | thanks. | it is urgent. | I am serious. | do not all speak at once. | ask {name}.
  guess who cleans up. | typical {weekday}. | I give up. | 加油! | 哈哈 | my heart. | who wants to see?
  I will bring tea. | and before lunch, too. | like last year. | hopefully. | let us see. | not my fault this time.
  please. | ok? | don't laugh. | we will laugh about it next year. | first come first served.
emoji:
  😂 | 🙈 | 👍 | 😅 | 🙏 | 😴 | 🎉 | 🍜 | 🌧️ | 💪 | 🤷 | ❤️
laugh:
  😂 | 😂😂 | 哈哈哈 | 🤣 | hahaha | 🙈 | 笑死 | lol
wants_help:
  <can_you> <do_it>? <help_end?50> | <can_you> <do_it> before <before>? <help_end?30>
  <two_hands> <where_help>, <help_end>
can_you:
  can someone | could somebody please | {name}, can you | whoever is near: can you | would a kind soul
  boss, can somebody | {name}, would you
do_it:
  switch off the skiving machine | bring the samples down | sign for the parcel | call the box maker back
  write down what we promised them | open the window, the glue | move the van | hold the ladder | let the courier in
  take the stall until noon | read the small print to me | water the bonsai of the boss | check the lock
  explain the new printer to me | carry six rolls up | turn the music down | bring tape to packing
  photograph the {colour} one in daylight | ask the tannery about {colour} | find out who left the lamp on
  taste this soup
before:
  the rain | five | the boss sees it | lunch | the visitor comes | it gets dark | the truck goes
  somebody falls over it
two_hands:
  need two hands | one strong person | volunteers wanted | anyone free | help | looking for someone tall
where_help:
  at the press | at the gate | in the store room | at the stall | on the stairs | at table <number> | with the hides
  in packing
help_end:
  thanks | it is heavy | there are oranges | I owe you a tea | two minutes, I promise | my back says no
  my hands are full of glue | urgent, really | the courier is counting to ten | reward: one bun | {name} ran away
  谢谢 | please please
jokes:
  <who_joke> <did_joke>. <punch> | question: <riddle>? <punch?40> | my <relative> says <says_joke>. <punch?>
  if <if_joke>, I <then_joke>. | today's score: <score>. <punch?40> | new rule: <rule>. <punch?50>
who_joke:
  master Gu | the printer | the new calculator | the boss | {name} | our cat | the trainee | the radio | the courier
  my <relative> | the lift
did_joke:
  smiled today | said "soon" and meant it | ate a label | asked for a day off | found a buckle in the soup
  sewed a pocket shut and called it design | sneezed on the invoice | counted to seventy and started again
  is on a diet since lunch | fell asleep at the press | won against the scale | parked between two ladders
  told the tax man a joke | learned to say "edge paint" in Arabic | sent a sticker to the bank
punch:
  I have witnesses | nobody believes me | there is a photo | mark the day | please frame it | history | 😂
  and that before ten | I am not even surprised | no leather was hurt | ask {name} | we are professionals
  that is management | applause | this is why we love {weekday}s
riddle:
  what has twelve holes and no belt | who sells a bag to a kangaroo | why is the small box always at the bottom
  what is brown and comes late | why does tape end when you need it | how many clerks does it take to change a label
  who invented {weekday}s | what does a wallet dream of
relative:
  daughter | son | mother | husband | wife | aunt | grandmother | neighbour | cousin | brother
says_joke:
  I smell like a saddle | the bags are prettier than me | we should sell umbrellas | I talk of thread in my sleep
  leather is a vegetable | the lantern on our label looks like a dumpling
  she wants a bag without a zip "like mum's temper" | the workshop is my second home, or first
if_joke:
  one more person asks for pink | the lift stops again | the printer jams once more | I hear that song again
  somebody moves my scissors | the boss says "small change" again | it rains on {weekday}
then_joke:
  move into the store room | take up fishing | marry the calculator | sell noodles | join the drum stall
  learn to fly | go home and sew curtains
score:
  glue two, shirt nil | cat one, felt nil | lift nil, stairs five | courier three, patience one | tea six, work six
  needles two, thumb nil
rule:
  who finishes the tape buys the tape | nobody sings before ten | the cat is not a sample | one fan a person
  shoes off in the sample room | who breaks a needle tells {name} | birthday cakes are compulsory
  glue is not for phones
answers:
  <yes_no>, <answer>. | <yes_no>. <comment?> | @{name} <answer> | <answer> <emoji?> | {name}: <yes_no> <emoji?60>
  <yes_no> <emoji>
yes_no:
  yes | no | maybe | ok | on my way | in ten minutes | done | not me | I did | I thought you did | of course | 收到
  好的 | again? | never saw it | just a moment | not before lunch | sure | if I must | coming | already did | nope
  fine | 马上
answer:
  it is in the left drawer | under the felt | the boss has it | I am at the stall | ask upstairs
  look behind the press | it was there yesterday | {name} took it | give me five minutes | I can hear you from here
  it is drying on table <number> | in the van, I think | no idea | you will not like it
  it works if you kick it softly | it is written on the wall | tomorrow, the day after at the latest
  the key is where it always is | the aunt downstairs knows | on top of the hides | I sent a photo | I only work here
  that was before my time
reply:
  「{name}: <quoted>」¶- - - - - - - - | 「{name}: <quoted>」¶—————— | > {name}: <quoted>
quoted:
  where are you all? | who wants tea? | is the lift working? | who took my chair? | nobody move, I dropped a needle
  guess what | look at that sky | is it {weekday} already? | the door! | did you see the photo? | who is at the stall?
  I said it in spring | does it fit? | is that your van? | hello? | 在吗?
photo:
  [Photo] | [Photo] | [Photo] [Photo] | [Video] | [Photo]
about_photo:
  my <relative> drew the lantern bridge, look! | <is_this> <object>? | <object>, <since_when> | guess what this is
  the new {colour} in daylight | before and after | the queue at the stall | that is what I call stacking
  does this look straight to you? | first one off the press <emoji?> | found it <where_help>
  {weekday} view from table <number> | {name} at work, do not disturb | the soup, before {name} came
  our cat on the {colour} hides
is_this:
  is this | who left | who wants | who ordered
object:
  a spring roll or a strap end | the old pattern from the fair | a shoe in the felt box | the prettiest edge this year
  a screw too many | my lunch | this umbrella | a button of the president's coat | the sample that would not die
  a {colour} offcut
since_when:
  since this morning | since the last fair | again | for the wall | thought you should know | no comment | for {name}
follow_up:
  <answer> | ah, found it. | forget it. | ok, solved | nobody? | hello?? | thanks {name} | it was in my hand | ...
  I will do it myself then | <emoji> | and who has the other one? | also, <news> | never mind, {name} had it
  I am waiting | lunch first
work:
  <work_start?> <task> <when_work>. | <task>, <so_what>. | <machine> <does> <since_machine?>.
  {name}, <task> <when_work>, please | <machine> <does>. <comment>
work_start:
  today: | plan: | reminder: | for the morning shift: | from Gu: | to all tables: | tomorrow:
task:
  black thread first, {colour} after | straps before bodies | cutting table needs cleaning
  edges dry overnight on table <number> | samples go back on the wall | the {colour} swatches are to be sorted
  blades get changed | nobody stacks wet edges | count the snaps, not by feeling | gloves for the light hides
  labels face the window | packing needs two more | offcuts in the blue bin, not in my tea | new needles in the tin
  the wall clock is not a suggestion
when_work:
  before lunch | this afternoon | on {weekday} | until the fair | as from now | after the tea | first thing
  when the paint is dry | tonight
machine:
  the press | machine <number> | the skiver | the old Juki at the window | the compressor | the label printer
  the lift | the splitter | the paint wheel
does:
  sings | skips stitches | wants oil | is warm to the touch | jumps when it starts | is better now
  stopped and thinks | smells of burnt dust | leaks a little | hums like my <relative> | behaves when {name} watches
  runs, do not breathe
since_machine:
  since the rain | since {weekday} | since somebody "cleaned" it | today | again | for no reason | after the weekend
family:
  my <relative> <family_does>. | it is my <relative>'s birthday on {weekday}, <cake>.
  {name}, how is your <relative>? | my <relative> and I <together>.
family_does:
  passed the exam | has a fever, I come at ten | wants a red bag, a real one | starts school on {weekday}
  made rice cakes for all | sends greetings | asks if we hire | broke an arm, the left one, luckily
  won third prize in drawing | is on television tonight, four seconds | has a new baby cousin
cake:
  cake at three | bring songs | no singing please | come hungry | she is six and the boss of us all
  you are all invited
together:
  saw our bag on the metro | walked past the stall, nobody there | found the old sign of the workshop
  carry your boxes no more, my back | were at the tannery museum, can recommend | fixed the radio
weather:
  rain again | fog on the river | first cold morning | what a sky | typhoon warning | sun at last
  wind takes the signs | frost on the van | 下雨了 | so humid
greeting:
  morning. | good morning all, | 早! | early bird here: | evening, | hello from the stall: | hi, | back from the bank:
  大家好, | from the road:
zh:
  吃了吗? | 今天谁去 stall? | 加班吗 tonight? | 谢谢 {name} 🙏 | 快递到了, gate | 下班啦 | 电梯 again 坏了
  谁的茶? getting cold | 辛苦了 all | 外卖到了, stairs | {name} 在哪? | 明天 {weekday}, 别忘了 keys
  皮料到了, {colour} very nice | 机器又停了 | 开会 at three | 忙死了 today | 老板请客 🎉 | 没电了 my phone
  好冷, who has the heater? | 等一下, coming | 周末 free, anyone badminton? | 太好了 | 不是我 | 真的吗?
voice:
  [Voice message 9″] | [Voice message 33″] | [Voice message 58″]
after_voice:
  sorry for the noise, the press | in short: {weekday} | please listen to the end | {name} sings in the background
  I can't type, glue | that was my pocket
question:
  <q_start?60> <q> | <q_start?60> <q>, <q_end>
q_start:
  question: | quick: | {name}, | stall asks: | from the phone: | customer here,
  the lady from upstairs wants to know: | anybody in the store room? | hi, | one more:
q:
  do we have {sku} in {colour}? | how many {sku} are on the shelf? | what is the price of {sku} for sixty?
  is {sku} still made? | when is {sku} back? | customer asks whether {sku} comes with a longer strap
  quoted {pieces} pcs {sku}, they think about it | maybe {pieces} {sku} for the fair, nothing fixed yet
  could we do {pieces} {sku} in two weeks, only asking | what would {pieces} {sku} weigh?
  do {pieces} {sku} fit into one carton? | who has a photo of {sku} in {colour}?
  somebody dreams of {pieces} {sku}, no word yet | they compare {sku} with next door's
  is the {colour} of {sku} the same as in spring? | can {sku} be had without the logo? | sample of {sku} went where?
  are {pieces} {sku} reserved for anybody? | does {sku} come in {colour} or only in black?
  who told them {pieces} {sku} would be ready? | they want to see {sku} before they decide
  would {sku} pass as hand luggage?
q_end:
  they call back | she is on the line | standing in front of me | no promise | thanks | he waits
  just a feeling so far | before lunch please | 🙏 | not urgent | 谢谢
complaint:
  <c_start?40> {ref}: <c> | <c_start?40> {ref}: <c>, <c_end> | {ref}, <c>. <c_end> | [Photo]¶{ref}: <c>
  [Photo]¶{ref}: <c>, <c_end>
c_start:
  again | bad news, | who knows about this? | call just now, | not good: | {name}, | from the stall: | hot potato:
  please read:
c:
  {pieces} pcs {sku} came back, <fault> | {pieces} {sku} have the wrong buckle, <who_did>
  customer counts {pieces} {sku} short <who_did?> | {pieces} of {sku} scratched, they want money back
  {pieces} {sku} with <fault_noun>, <who_did?> | half of the {pieces} {sku} have <fault_noun>
  they opened {pieces} {sku} and found <fault_noun> | {pieces} {sku} on the counter, <fault>
  the {sku} are a shade off, {pieces} of them | {pieces} {sku} are not {colour}, more like soup
  of the {sku}, {pieces} do not close | where are the {pieces} {sku} they paid for?
fault:
  the edge paint peels | the strap is too short | the zip jams | wrong {colour} | the lining hangs out | smell of glue
  the logo is upside down | wet carton | the stitching opens
fault_noun:
  loose threads | a crooked flap | scratched metal | two left straps | glue on the front
  somebody's lunch receipt inside | open seams | spots
who_did:
  who packed that? | who checked? | was it table <number>? | {name}, yours? | any idea? | I want to know, not to blame
  was that the rainy {weekday}?
c_end:
  I said we call back | friendly so far | not friendly | he sends pictures | boss? | they bring it on {weekday}
  怎么办 | she has been with us ten years | I said sorry | I owe them a tea | please check before I promise anything
  no panic | and it is only {weekday}
""")
