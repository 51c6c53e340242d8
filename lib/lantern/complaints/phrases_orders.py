"""What people say when the order went wrong: late, short or wrong, disputed; and what nobody can put into a theme.

The symbols are those of `complaint_phrases_goods`.
"""

from lantern.words.phrases import grammar_of

__all__ = ["COUNT", "INVOICE", "LATE", "OFF_TOPIC", "VAGUE"]

LATE = grammar_of("""
subject:
  Delivery {order_no} | Order {order_no}, where is it? | Status of our order | Delay? | {order_no}: still waiting
  Reminder {order_no} | Urgent, {items} | Date of dispatch | Delivery date not kept
says:
  still <nothing_here> | {promised_day} was the date and <nothing_here> | the {goods} <nothing_came> <blame?>
  {?overdue} we said {promised_day} and it is {opened_day} | {overdue} days over and <nothing_here>
  {they} {am} waiting for the {goods} <since_when> | <event> and <nothing_here>
  <event>, without the {goods} it is no use | the {goods} <came_late> and <event_over> | the tracking <stuck>
  the number for the {goods} <stuck> | every time {they} call it is tomorrow
  first Friday, then Monday, now <nothing_here> | somebody promised {promised_day} and <nothing_here> <blame?>
  the forwarder <waits> | the driver <waits> | it took {overdue} days more than agreed
  the shelf is empty, <nothing_here> | the {goods} {goods_was} due {promised_day}, <event>
  half the season is gone and <nothing_here>
nothing_here:
  nothing is here | nothing has come | nothing | no sign of it | no parcel | no word from us
  nobody knows where it is | no {kinds} | not one carton | the shelf stays empty | nobody picks up | it has not left
  it is still with us, it seems | still nothing
nothing_came:
  {goods_has} not come | did not come | did not arrive | {goods_has} not left the house
  should have been here on {promised_day} | {goods_is} somewhere | {goods_is} on no truck | got stuck somewhere
  {goods_has} been ready for days, they were told | {goods_was} meant for last week
blame:
  and nobody calls | and the phone rings out | and we only say sorry | and every clerk says another day | , again
  , third time this year | , no reason given | , because of the queue at painting we said
  , the courier says it was never handed over
since_when:
  since {promised_day} | for {overdue} days | for two weeks | since the fair | the whole week | ages
  since before the holiday | every morning
event:
  the market day was yesterday | the shop opens on {weekday} | the party is on {weekday} | the fair starts
  their container closes {weekday} | the birthday is {weekday} | the wedding is this weekend
  two buyers went next door | the live sale was announced | Eid is near | the window is half empty
  the truck goes only once a week | the buyer flies home on {weekday}
event_over:
  the sale was over | the birthday had passed | the ship had gone | the buyer had left | the season was half gone
  the gift was no use
stuck:
  has not moved for days | says the same since {shipped_day} | shows nothing | has no entry
  says handed over, to whom? | stands still | still says label printed | ends at the depot
came_late:
  came {overdue} days late | arrived after the date | came at last | turned up on {opened_day} | came a week after
waits:
  was here and drove off empty | waits for the cartons | came twice for nothing | asks every day
  has kept a place in the container
note:
  {order_no} when? <push> | asks for {items}, promised {promised_day}. <push> | {overdue} d late, <push>
  still waiting for {pieces} pcs, <push> | again where is it, <push> | needs date, <push>
  2nd call re {order_no}, <push> | order due {promised_day} not there, <push> | wants to know if shipped, <push>
  {item} <stuck>, <push> | chasing {pieces} {kinds}, <push> | {promised_day} missed. <push> | <event>, <push>
  asks truth not stories, <push> | called twice this morn, <push>
push:
  told fri | said tomorrow | no promise made | asked workshop, painting full | will ring back | not happy but polite
  understands | wants small gift | send half first? | Gu says 2 days | stuck at edge table | leather came late
  was lying in packing | by courier pls | third time | pls somebody call him | takes what is ready
  threatens to take other supplier | next time order earlier I said | got a date now | truck goes wed | no idea myself
rant:
  where is my {kind}??? <fed_up> | <event> and <nothing_here>!!! <fed_up> | HELLO??? {overdue} days!! <fed_up>
  ordered, paid, waiting. <fed_up> | tracking <stuck>. <fed_up> | "ships in 3 days" they said. <fed_up>
  is it coming on foot? <fed_up> | still waiting... <fed_up> | it <came_late> and <event_over>, <fed_up>
  my {kind} <stuck_sg>, <fed_up> | snail mail is faster. <fed_up> | day {overdue}. no {kind}. <fed_up>
  third message, no answer, <nothing_here>. <fed_up> | supposed to be here {promised_day}, <nothing_here>. <fed_up>
  so is it lost or what? <fed_up> | <nothing_here> and <event>!! <fed_up>
  does anybody work there? <nothing_here>. <fed_up> | i gave up checking, tracking <stuck>. <fed_up>
stuck_sg:
  is stuck in {town} | went for a walk | lives in a depot now | has not moved since {shipped_day}
  is on holiday, it seems
town:
  Jinhua | Hangzhou | nowhere | some depot | Shanghai
fed_up:
  cancel it | i want my money back | fast please | answer me | unbelievable | joke | last time i order here | one star
  急急急 | hurry up | you say 48h!!! | any news? | so annoyed | somebody? | tell me the truth at least | hello?
  bad service | wait for what | 什么时候发货 | not funny any more | i need it | ...
letter:
  We have been waiting for order {order_no} since {promised_day}.
  The delivery agreed for {promised_day} has not arrived.
  Could you please tell us when the {items} will leave your house?
  The {goods} were promised for {promised_day}, and <event>.
  Our forwarder <waits>, so we lose our place in the container.
  Unfortunately we have no news of order {order_no}, now {overdue} days over the date.
  As you know <event>, and we cannot show an empty shelf. | The tracking number that you sent <stuck>.
  I wrote last week already about the {goods}, but <nothing_here>.
  We counted on {promised_day} and told our customers so.
  The goods arrived {overdue} days after the agreed day, when <event_over>.
  It is not the first time that a date is not kept this year.
more:
  a part delivery would help | it was paid in advance | better a true date than a nice one
  the last two orders were on time | there is a penalty in their contract | the same happened before the holiday
  if black is ready, send black first | no need for colour boxes, only send | one call would have been enough
  they had to borrow stock from a neighbour | it is about the gift season
  maybe it hangs at the stitching, maybe at the courier | in the app it says delivered, it is not
  the whole set waits for this one item | they wanted to pay the invoice on the day
zh:
  还没发货? {order_no} | 催货 again | cui huo, {items} | 客人催了 2 times | hai mei dao, where | 急, {weekday} 要
  物流不动 | 快点 pls, {pieces} pcs | say 明天 every day | fa huo le ma? {order_no}
aside:
  it came on time, for once | delivery was quick | the date was kept, fine | it arrived late too, never mind
  it had taken long enough to arrive | no hurry with it | courier was fast | after all that waiting
  we waited two weeks for it | no time to wait for a new one | it is needed before {weekday}
  it is late in the season to reorder
""")

COUNT = grammar_of("""
subject:
  Quantity, order {order_no} | Short delivery | Missing pieces {order_no} | Wrong item received
  Packing list {order_no} | Count of {items} | Difference in cartons
says:
  there were only {got} of {pieces} in the carton | {short} of the {items} cannot be found
  we packed {got} and wrote {pieces} | they counted twice, {got} not {pieces}
  one carton had {got} instead of the {pieces} on the list | {short} pieces are not there
  the carton was closed and still <short_of> | <got_else> instead of the {item} | ordered {item} and got <got_else>
  in the box there is <got_else> | the label says {sku}, inside is <got_else>
  <got_else> was in the parcel, nice but not ordered | the strap that belongs to {them} is not in the box
  the dust bag is not there, only the {kind} | {it} came without a strap
  the packing list says one thing and the carton another | somebody mixed two orders, <got_else> came
  {it} {was} packed for another shop, wrong name on it | in place of one half there is <got_else>
  the set is not complete, one {kind} is gone | one layer in the carton was only paper
short_of:
  a layer short | {short} too few | not full | one row empty | filled up with paper | lighter than the list says
got_else:
  a {other_thing} | {other_thing}s | somebody else's {other_thing} | one in {other} | a {other} {other_thing}
  the small {kind} | the model without zip | a {kind} with a stranger's initials | two belts | the {other} one
  last year's model | an empty box | a sample with a hole
note:
  short {short} pcs, <do_count> | {got} not {pieces}. <do_count> | got <got_else>, wanted {item}. <do_count>
  count! {items} {got}/{pieces}, <do_count> | missing {short} of {sku}, <do_count> | mix up: <got_else>. <do_count>
  wrong goods in carton, <got_else>. <do_count> | strap not in box, <do_count> | carton <short_of>, <do_count>
  list {pieces}, counted {got}, <do_count> | swapped w/ other shop, <do_count> | parcel w/ <got_else>, <do_count>
  {short} too few, says he counted w/ wife, <do_count>
do_count:
  who packed? | send w/ next lot | will credit | look on shelf | scale says full | check camera
  he keeps it, pays diff | swap on Monday | Lin packed I think | found them under table | told to send photo of label
  next order | no proof but good cust | courier opened it? | ours, was in a hurry | we have them here | send today
  mistake w/ dozen again
rant:
  ordered one thing got <got_else>. <really> | <got_else>???? <really>
  did you even read my order, <got_else>. <really> | the box had <got_else>. <really>
  half the order is not in there!! <really> | no strap. <really> | no strap in the box, how do i wear it? <really?>
  paid for {pieces}, got {got}. <really> | this is not mine. <got_else>. <really>
  someone in {town} now has my {kind}, i have <got_else>. <really> | where is the rest?! <really>
  <got_else> is not a {kind}. <really> | empty dust bag, no {kind}. <really>
town:
  another city | Chengdu | the other end of the country | the next building
really:
  wrong | send the right one | who pays return? | seriously? | i keep it if you send mine | count again | so careless
  hello? | 发错了 | 少发了 | not my order | please check | two stars | pick it up | what a mess
  i have a video of opening it | funny but no
letter:
  We counted {got} pieces instead of {pieces}.
  According to the packing list there should be {pieces}, we received {got}.
  Our warehouse found {short} pieces less than invoiced. | In one carton there was <got_else> which we did not order.
  Instead of the {items} we found <got_else>. | The cartons were sealed, nevertheless {short} pieces are missing.
  It seems that two orders were mixed: we got <got_else>.
  One carton was <short_of>, we attach the photo of the scale.
  The article {sku} is on the list but not in the delivery. | The straps for {short} pieces were not in the cartons.
more:
  two people counted | the tape was ours, not opened | the weight on the label fits the smaller number
  somebody else must miss theirs | the black ones are complete | maybe dozens and pieces again
  the invoice has the full number | it came late on top of that, and in a hurry I guess
  the colour on the label was right | we have a film of the opening | they pay for what they have, not for paper
  it matters, the sets are sold
zh:
  少了 {short} pcs | 数量不对, {got}/{pieces} | shao le {short} | 发错货, <got_else> | fa cuo le, not {item}
  少发 {short}, carton closed | 箱子里 only {got} | 漏发肩带 | 配件少了, strap
aside:
  count is right | number of pieces is correct | nothing missing | all {pieces} were there | nobody counted yet
  packing was fine | the right model, at least | we counted, all there
""")

INVOICE = grammar_of("""
subject:
  Invoice {order_no} | Price on order {order_no} | Payment {order_no} | Credit note | Our account
  Difference {amount} | Discount not deducted | Your statement
says:
  the invoice says {amount}, agreed was <agreed> | the <paper> has <wrong> | <deal> and the <paper> does not show it
  {they} {were} charged <charged> | the discount for {pieces} pieces is not on the <paper>
  <charged_noun> was never agreed | the deposit is not taken off the <paper> | the <paper> has come twice
  the <paper> never came and now a reminder | tax number on the <paper> is wrong
  the price of {sku} went up and nobody told {us} | the samples were charged, {they} thought free
  it is cheaper on the page than on the <paper> | returned pieces are still on the <paper>
  the bank took off a fee and the office asks for it | the rate on the <paper> is not that of the day
  the price on the tag was another one | the coupon did not work, {they} paid in full
  the boss said {price} at the stall, the <paper> says more | the name on the <paper> is the old company
paper:
  invoice | bill | statement | receipt | debit note | account | pro forma | fapiao
wrong:
  the old price | the wrong rate | a freight line | another customer's address | a line twice | no discount
  the box charge | {pieces} at full price | the wrong currency
agreed:
  less | five in the hundred off | {price} a piece | the price from the fair | free freight | the old list
  what we shook hands on
deal:
  the boss promised <agreed> | at the stall it was <agreed> | we said <agreed> on the phone | the chat says <agreed>
  there was a deal, <agreed>
charged:
  twice | for freight | for the boxes | the new price | the full price | in dollars | for {pieces}, {they} kept fewer
  too much | retail price | for a repair
charged_noun:
  the freight | a box charge | that price | the surcharge | the new list | the bank fee | the colour surcharge
  paying before
note:
  bill not ok, <office> | says <agreed> was agreed, <office> | wants discount as talked, <office>
  {amount} too high, <office> | paid twice? <office> | price {sku} not as quoted, <office> | fapiao! <office>
  invoice {order_no} has <wrong>, <office> | charged <charged>, <office> | no cr note yet, <office>
  money: <deal>. <office> | does not pay before corrected, <office> | old price list in hand, <office>
  deposit not seen, <office>
office:
  ask boss | accountant on leave | will correct | we have it in chat | not true I think | pays the rest now
  30 days more he wants | gave in | who promised that? | found it, our mistake | check w/ Zhou | small sum, let it go
  needs new paper | send pdf | says last year same | new list from 1st | Chen knows | keep friendly, big buyer
rant:
  you charged me <charged>!! <pay> | price went down the day after. <pay> | where is my coupon? <pay>
  the page said {price}. i paid more. <pay> | charged <charged>. <pay> | no fapiao no good review. <pay>
  where is my refund for the last one?? <pay> | {price} for this and freight on top? <pay>
  asked for the <paper> three times. <pay> | why is it cheaper in the other shop of yours? <pay>
  paid, and then a message to pay again. <pay> | the <paper> has <wrong>. <pay>
pay:
  rip off | pay me the difference | explain please | i have the screenshot | not fair | money back | hello?? | 退差价
  want an answer today | what is that | correct it | cheaters or mistake? | thanks | two stars | i am waiting | 发票呢
letter:
  We received your invoice over {amount}, but <deal>. | Please correct the invoice: it shows <wrong>.
  On the invoice for order {order_no} we see <wrong>.
  The discount of five per cent that we agreed for {pieces} pieces is not deducted.
  Our accounts department cannot book the <paper>, it has <wrong>. | We were charged <charged>, which was not agreed.
  According to your quotation the price of {sku} is {price}.
  May we ask for a credit note for the pieces that we returned? | The deposit does not appear on your <paper>.
  The <paper> has still not reached us. | We will transfer the {amount} as soon as the <paper> is corrected.
  We cannot accept <charged_noun>.
more:
  the goods themselves are nice | it is not the sum, it is the principle
  the office here closes the books on {weekday} | pay is not the problem | it was the same in the last quarter
  he showed the old message | last time it took two months to put right | everything else was correct
  the order form has the right number | there were fewer pieces than on the paper, too
  the {colour} ones are dearer now it seems | maybe the stall and the office have two lists
  the late delivery should come off the price as well, they think
zh:
  价格不对, <deal> | 开票 please, {order_no} | 发票抬头 wrong | 多收了 | jia ge bu dui | fa piao, third time
  说好的折扣没有 | 退差价, screenshot sent | 账不对, ask office
aside:
  the price is all right | he has paid already | invoice follows, no matter | money is not the point
  paid on time, as always | no discount wanted, only a good one | a discount would settle it
  take it off the next bill | the invoice is paid | he asks for a discount, of course
""")

OFF_TOPIC = grammar_of("""
says:
  asks for the new list | wants to visit the workshop <some_day> | asks who does engraving
  wants the number of Master Gu | says the parking at the market is impossible
  the courier rang at six in the morning | cannot log in on the shop page | wants a bigger photo of {sku}
  asks if we make watch straps | says the music at the stall is too loud | was treated rudely on the phone <some_day>
  thinks the dust bag should be cotton | praises the {kinds} and wants it written down | asks how to clean {them}
  wanted a catalogue, got a calendar | asks whether the hide is cow or buffalo | wants to be an agent
  asks for a job for her son | the QR code on the tag goes nowhere | wants gift paper
  no one spoke English at the stall | asks when we close for New Year | the page shows the wrong opening hours
  wants the {kind} in a size we do not make
some_day:
  next week | in spring | with six people | <weekday_word> | around the fair | soon
weekday_word:
  on Monday | on Tuesday | on Friday | on Saturday
note:
  <says> | <says>, not really a complaint | <says>, pass on to Lin | <says>. dont know where to write this
  <says>, answered | <says>, who does that? | <says>, twice now
rant:
  how do i clean it?? | hello is anybody there | app keeps logging me out!! | can i have it engraved? nobody answers
  instructions only in Chinese | why no gift paper? | your chat robot answers nonsense | wrong number, sorry
  is it real leather yes or no | how long is the strap in cm | i changed my address, tell the courier
  your page is broken on my phone | too much plastic in the box!! | do you ship to <town_far>
  the courier threw it over the fence | i asked a question last week
town_far:
  Urumqi | Macau | my office | Lhasa | Hainan
letter:
  I would like to visit your workshop <some_day>. | Could you send us your latest catalogue?
  We have changed our address. | One of my colleagues was spoken to rudely on the phone.
  We wonder whether you also make watch straps. | Do you have a statement about the origin of the hides?
  We would like better pictures of the {items} for our page.
  Please take us off the list for the New Year card, it came three times.
more:
  that is all | only so that you know | nothing wrong with the {kinds} | no hurry | thanks for asking
zh:
  想要目录 | 问 {sku} 有没有别的尺寸 | 想来参观 | 态度不好, phone | ask 能不能刻字
aside:
  the rest is all right | regards to Master Gu | nice people at the stall
subject:
  Question | Visit | Request | Your page | {sku}
""")

VAGUE = grammar_of("""
says:
  {they} {am} not happy with {them} | it is the same again as last time | something is wrong with the {thing}
  it is not what was talked about | there is a problem with {order_no} | {it} {is} not as it should be
  the quality is not what it was | {bad} of {pieces} are no good | {they} had trouble with this lot
  it cannot stay like this | somebody should look at {them} | the {items} are bad, details later
  you know what it is about | people bring {them} back | {they} cannot sell {them}
  it is about the {items}, the usual | expected better
note:
  not happy, <later> | problem w/ {order_no}, <later> | {items} again, <later> | wants to talk to boss, <later>
  bad lot he says, <later> | {bad} pcs no good, <later> | returns some, <later> | see photo, <later>
  the usual, <later> | complaint {sku}, <later> | same as tues, <later>
later:
  call back | line was bad | did not get all | no details | she was in a hurry | too noisy at the stall | rings again
  photo to follow | did not say why | ask Chen | I only took the note | phone died | he was driving
rant:
  bad bad bad. <later_web> | not as expected. <later_web> | disappointed, <later_web>
  i want to return it. <later_web> | see photos. <later_web> | no. just no. <later_web> | 1 star
  money back. <later_web> | what is this? <later_web> | not worth it, <later_web> | really? <later_web>
  never again, <later_web>
later_web:
  you know why | see picture | ... | look at the photo | refund | 😡 | 差评 | call me | hello | no words
  ask your packer | sad
letter:
  We are not satisfied with the last delivery. | There is a problem with the {items} that we need to discuss.
  Please call me about order {order_no}. | The last lot is below the level that we are used to.
  As discussed on the phone, we cannot accept {bad} of the pieces. | You will find the details in the attached file.
  We ask for a solution for the matter that we described on {weekday}.
more:
  it is not the first time | details follow | better to talk than to write | photo follows | the owner knows the case
zh:
  有问题, call back | 质量不行 | 客人不满意 {items} | you wen ti, {order_no} | 退货 {bad} pcs, reason? | 跟上次一样
aside:
  otherwise fine | the rest is good
subject:
  {order_no} | Problem | Please call | {items} | Complaint
""")
