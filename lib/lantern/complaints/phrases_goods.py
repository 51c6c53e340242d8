"""What people say when the goods are bad: edge paint, colour, hardware, stitching, smell.

Every theme has the same symbols: ``subject`` (of an e-mail), ``says`` (a clause that can follow "customer says"),
``note`` (keyed in haste), ``rant`` (a buyer on the marketplace), ``letter`` (a sentence of an e-mail), ``more`` (a
detail), ``zh`` (with Chinese words in it) and ``aside`` (how the theme comes up in a complaint about something else).
"""

from lantern.words.phrases import grammar_of

__all__ = ["COLOUR", "EDGE", "HARDWARE", "SMELL", "STITCHING"]

EDGE = grammar_of("""
subject:
  Edges of {items} | Quality problem {sku} | Order {order_no}: coating | Claim, peeling edges | {item}: edge finish
  {sku}, finish not good | Edge colour comes off | Surface problem on order {order_no}
says:
  the <coat> <peels> <where> <since?40> | the <coat> on the {spot} <peels> <since?60>
  <first_sign> on the {spot} and now the <coat> <peels> | on {bad} of {pieces} the <coat> <peels> <where?>
  after {days} days the {spot} <looks_like> | the {spot} <leaves_marks>
  you can <scratch_it> with a fingernail <where> | the edge <looks_like> <since?>
  the <coat> <peels> as soon as <bent> | the raw leather shows <where> <since?>
  the {spot} <is_split> and you see the layers | the black line along the {spot} is gone <since?>
  {it} <looks_old> <where> after {days} days | the <coat> never dried properly <where>, {it} {is} tacky
  it is <coming_off> again <where>, same as the last lot
coat:
  edge paint | edge paint | edge coating | paint | edge colour | finish on the edges | lacquer | edge dressing
  coating | rubber edge
peels:
  peels | peels off | is peeling | is flaking off | comes off in strips | lifts | cracks and comes away | is cracking
  rubs off | chips | comes away like old nail polish | breaks into little flakes | blisters
  has gone gummy and comes off
where:
  on the {spot} | at the corners | along the {spot} | where the hand holds {them} | on both sides | at the fold
  all the way round | at the ends | on the inside as well | next to the stitching | near the buckle holes
  where the strap goes in
since:
  after {days} days | after a week in the shop | in the window already | since they unpacked {them}
  after two outings | although nobody has used {them} | and it is getting worse | before {it} {was} sold
  when it got warm | in dry weather
first_sign:
  first a small crack | first it went dull | it started with a bubble | first there was a hairline
bent:
  the strap is bent | you fold {them} | {it} {is} hung on a hook | somebody opens {them} twice | you bend the {spot}
looks_like:
  looks like a sunburn | looks like a wall in the rain | is bare | is rough and bare | looks chewed
  has no paint any more | looks ten years old | crumbles | has gone to shreds
leaves_marks:
  leaves crumbs of paint on the table | rubs off on a white shirt | sheds black bits | leaves dust in the box
  sticks to the bag beside and tears the coat off | leaves flakes on the shelf
scratch_it:
  scratch it off | lift it off | peel it | push the paint off | roll it off
is_split:
  is splitting | opens like a book | is coming apart in layers | is not sealed
looks_old:
  {is} bare | {is} worn through | {is} cracked | lost all {it} had of paint | looks shabby | {is} peeling
coming_off:
  coming off | peeling | cracking | lifting | starting
note:
  edges peel, {bad}/{pieces} | edge paint off {bad} of {pieces}, <batch> | paint on {spot} cracks, <batch?>
  {spot} bare, leather showing. <batch> | peeling again! {item}, <batch> | coating lifts at the {spot}, {bad} pcs
  edge not holding on {items}, <batch?> | flakes off {spot} after {days} d, <batch> | edge paint {spot} gone, <seen>
  {bad} pcs with edges like that again. <batch?> <seen> | {item}, {spot} chipped, <seen>
  finish sticky at {spot}, <seen> | paint comes off on the hand ({item}), <batch?> | {spot} split in layers, <seen>
batch:
  same date all of them | not the lot before | looks like one drying day | has kept two for us | old stock is fine
  Gu should look | glue or paint, not clear | only the {colour} ones | sends them back | one carton
  different cartons | third shop this month
seen:
  saw it myself | photo came | no photo | have not seen it | photo promised for tonight | brought one along | 2 photos
  Gu has seen it | put one on his bench
rant:
  <days_in> and the <coat> <peels>!! <disgust> | the edges look like a snake shedding its skin <disgust>
  paint <peels> all over <my_thing>. <disgust> | who painted this, a child? {spot} <looks_like>. <disgust?>
  genuine leather my foot, the {spot} <looks_like>. <disgust>
  <my_thing> covered in bits of paint, thank you very much
  {days} days!!! {days} days and the <coat> <peels>. <disgust?> | the {spot} <looks_like>, <disgust>
  bought it as a gift and the {spot} <looks_like>. <disgust>
  i touched the {spot} and the paint stayed on my finger. <disgust>
  cheap <coat>, cheap {thing}. <peels> <where>. <disgust?> | edges gone before the receipt has faded. <disgust>
days_in:
  {days} days | one week | used it four times | not even two weeks | three bus rides | first rain
my_thing:
  my white blouse | my sofa | my desk | my coat pocket | the whole inside | my new trousers | my hand
disgust:
  embarrassing | never again | one star | not what i paid for | money back please | how is that quality
  you should be ashamed | and the reviews were so good | i want a refund | send me a proper one | so disappointed
  差评 | see photo | does anybody check these | not ok
letter:
  Unfortunately the <coat> <peels> <where> on {bad} pieces of the {pieces} that we received.
  We unpacked the {items} last week and found that the <coat> <peels> <where>.
  We have opened {bad} pieces so far and on each of them the {spot} <looks_like>.
  Our shop staff noticed that the {spot} <leaves_marks>.
  Three customers have returned the {item} because the {spot} <looks_like>.
  Out of {pieces} pieces, {bad} show that the <coat> <peels> <where>. | It seems that the <coat> <peels> <since>.
  The leather itself is beautiful, as always, but the <coat> <peels> <where>.
  On several pieces the <coat> did not bond and <peels> <where>. | Please see the picture: the {spot} <is_split>.
  The pieces were stored dry and in their boxes, still the <coat> <peels> <since?>.
more:
  earlier lots had no such thing | the older ones in the shop are still perfect | it is always the {spot}
  one can repaint it, but it does not last | even the ones nobody touched have it | in the box there was dust of paint
  on the brown ones it is less | the shop next door sells the same from another maker and it holds
  maybe the weather, maybe the paint | warm water was all it took | they tried a bit of wax, useless
  it was fine when it left the box | that did not happen in all the years | the {spot} gets the most wear, we know
zh:
  客人说掉漆了, {spot} | 边油掉了 {bad} pcs | edge you qi diao le | 边油 again, {items} | 油边开裂, photo later
  diao qi, {spot} | 掉漆 {bad}/{pieces} | 边油粘手, not dry? | edge 开胶, you see the layers
aside:
  edges are fine by the way | the edge paint was nice this time | the paint has held on the older ones
  he once had peeling edges from us, this is not that | the edges get compliments, only so you know
  no peeling so far | at least the edges are clean
""")

COLOUR = grammar_of("""
subject:
  Colour of {items} | Shade deviation, {order_no} | {sku}: colour | Wrong tone delivered | Order {order_no} {colour}
  {items}, not as sample | Difference to the approved sample | About the {colour}
says:
  the {colour} is <off> | {it} {is} <off> than <reference> | {this} {thing} {is} not {colour}, more like {other}
  it says {colour} and <turns_out> | half of {them} {is} <off>, the other half is right | <reference> was <off_before>
  {bad} of {pieces} are <off> | the two cartons do not match, one is <off>
  next to <reference> you see it at once, <off> | beside <reference> {it} <looks_different>
  in daylight {it} <looks_different> | under the shop lamp it passes, outside {it} <looks_different>
  {it} do not match what hangs in the shop, <off> | the front is {colour} and the back is <off>
  {other} came instead of {colour} | the dye <bleeds> | the {colour} <bleeds>
  body and strap are two kinds of {colour} | the edge paint is {other} on a {colour} {kind}
  the lining is {other}, the listing shows {colour} | she wanted {colour} and <turns_out>
off:
  too dark | too light | much darker | far too pale | too red | too yellow | greener | one shade off
  a different brown | duller | blotchy | too shiny, not matt | patchy | nearly {other} | not the same
  like another hide
off_before:
  warmer | lighter | richer | darker | more matt | quite another tone
reference:
  the photo | the sample | the last delivery | the swatch card | the belt that goes with it | the one in the window
  the picture on the page | what they had in spring | the display piece | the first carton
turns_out:
  what came is {other} | it is plainly {other} | somebody sent {other} | it could be {other} in a dark room
  it is closer to {other}
looks_different:
  {looks} {other} | {is} clearly another tone | {looks} washed out | {looks} orange | {goes} towards {other}
  {looks} cheap | {looks} like two suppliers
bleeds:
  comes off on light clothes | bleeds when wet | rubs off on the hand | stained a pale shirt
  leaves colour on the cloth
note:
  col not as sample, {bad} pcs | {item} <off>, <told> | shade! {bad}/{pieces} <off>, <told?>
  wants {colour}, got {other}. <told> | 2 tones in one lot, {items}. <told>
  {colour} <off>, compares w/ <reference>, <told> | not {colour} he says. <told> | colour diff betw cartons, <told>
  <reference> vs lot: <off>. <told?> | {colour} rubs off on cloth, <told> | tone <off>, keeps them if cheaper
  {other} in the {colour} box, <told> | col again, <off>, <told?>
told:
  told him hides differ | said leather is natural, he knows | he will sell as mixed | sample is w/ us, will compare
  wants photo of our sample | not angry | can sort them | put aside | Zhou knows the shade
  light in that shop is yellow | she sends a picture | says the last was right | same story as spring
  took {bad} back
rant:
  i ordered {colour}. this is {other}. <hmph> | colour totally wrong!! <hmph>
  photo: {colour}. reality: {other}. <hmph?> | are you colour blind?? <hmph?> ordered {colour} got {other}
  {colour}, they said. <looks_rant> <hmph> | the picture lies, <looks_rant> <hmph>
  what is this colour supposed to be? <looks_rant> | <looks_rant> and the photo showed a lovely {colour} <hmph>
  dye all over my white bag <hmph> | not the colour on the page, <looks_rant> <hmph?>
  wanted it to match my shoes, <looks_rant>. <hmph> | colour <off>, <hmph> | hello, {colour}?? <looks_rant>
  {other} is not {colour}. <hmph>
looks_rant:
  looks like mud | looks like old tea | it is nearly {other} | it is {other} all day long | it is some kind of {other}
  my husband says {other} | looks nothing like it | it screams {other} | it is way <off>
hmph:
  disappointed | change it | i want the right one | sending it back | one star for the photo | who packs this
  fix your pictures | not happy | refund | what now | how hard can it be | really? | 退货 | 色差太大 | please exchange
letter:
  The {items} that we received are <off> compared with <reference>.
  Compared with <reference>, the {colour} is <off>. | {bad} of the {pieces} pieces are <off>, the rest is as agreed.
  We confirmed {colour} in the order, but <turns_out>. | The shade differs between the cartons: some pieces are <off>.
  In daylight the {items} look {other}, which our client does not accept.
  Our client refuses the {colour} because it is <off>. | We put the goods beside <reference> and they are <off>.
  May I ask whether the tannery changed? The {colour} is <off>. | The body is correct but the strap is <off>.
  Our designer says the tone is <off> and cannot be shown together with the rest of the line.
  The {colour} <bleeds>, which we have not had before.
more:
  we know that leather varies, but not so much | under our lamps it is even worse | the customer matched it with shoes
  it cannot be sold as a set | on the phone you said it is the same dye
  the label says {colour}, so the label is right | one carton is perfect | he can live with it at a lower price
  a photo cannot show it, you have to see it | the first delivery in spring was a dream
  if it is a new hide, tell us before | my wife says it is nice, but it is not what we ordered
zh:
  colour bu dui, {bad} pcs | 颜色不对, 要 {colour} | 色差 too big, two cartons | 客人要{colour}, 发成{other}
  yan se bu yi yang, <off> | 偏{other}, 跟样品不一样 | 掉色, white shirt | 颜色跟图片不符 | {colour} 有色差, 客人不要
aside:
  the colour is right, at least | colour is perfect | the {colour} is lovely, no question
  shade matches the sample this time | nothing wrong with the colour | and no, it is not the shade
  we sold all of the {colour} | the {colour} ones were fine | he will take another colour if need be
""")

HARDWARE = grammar_of("""
subject:
  Broken {parts}, order {order_no} | {item}: {part} | Claim {order_no} | {parts} | Returns because of the {part}
  Defective pieces {sku} | Quality issue with fittings | Important: {items}
says:
  the {part} <broke> <when?> | {bad} of {pieces} {parts} <broke> | on {bad} pieces the {part} <broke> <when?>
  the {part} <does_not_work> | the {part} <fell> <when> | the gold on the {part} <tarnish> | the metal <tarnish>
  <buyers> bring {them} back, the {part} <broke> | {it} will not close any more, the {part} <does_not_work>
  the strap came down because the {part} <broke> | everything fell out, the {part} <broke> <when?>
  the screw of the {part} <fell> | the {part} is too weak for {this} {thing}
  the plating on the {part} peels and <tarnish> | the pin <broke> <when?> | you pull once and the {part} <fell>
broke:
  broke | snapped | gave way | came apart | bent open | broke in two | cracked | tore out | split at the pin
  went to pieces | let go | sheared off
when:
  on the first day | after {days} days | at the first pull | with hardly anything inside | in the fitting room
  on the way home | when they filled {them} | while showing {them} to a buyer | in the second week | without any force
  in the airport | during our own check
does_not_work:
  jams | will not catch | does not hold | slips | opens by itself | turns and turns | is loose | sticks half way
  is crooked | will not lock | pops open all the time
fell:
  came off | fell off | came out | dropped out | worked loose | came away in the hand | is gone | was lying in the box
tarnish:
  goes green | turns black | comes off | has spots of rust | is scratched through | looks like brass from a drain
  wears through to grey | leaves a green mark
buyers:
  buyers | people | shop customers | three women already | end customers | the hotel shop people | two regulars
note:
  {part} <broke>, {bad}/{pieces}. <act> | {parts} weak, {bad} back so far. <act> | {part} <broke> <when?>, <act>
  metal bad on {items}, {bad} pcs, <act> | {bad} w/o {part}, found in the box. <act> | {part} <does_not_work>, <act>
  plating off {part}, <act> | fittings! {bad} of {pieces}. <act> | lot opened, {parts} <broke>. <act>
  {part} <fell>. <act> | returns {bad} pcs, {part} <broke>. <act> | calm but serious, {part} <broke> on {bad}. <act>
  {bad} pcs cannot be sold, {part}. <act>
act:
  whole lot stopped | rest not opened yet | asks who pays freight | wants the lot back to us
  keeps the others for now | asks what supplier it is | call back w/ a proposal | has buckled up the rest, checking
  not the first from this lot | owner should call | tell Fang | debit note comes | wants new ones sewn in
  send repair set | new lot before the season | needs answer this week
rant:
  {part} <broke> <when>!! <grr> | <when>: {part} <broke>. <grr> | the {part} <does_not_work>. <grr>
  {part} <fell> <when?>. <grr>
  stood on the platform with all my things on the floor because the {part} <broke>. <grr>
  plastic painted gold, that is the {part}. <grr> | pretty {thing}, rubbish {part}. <grr>
  a {part} that <does_not_work>. what for? <grr?> | lovely leather and then a {part} from a toy. <grr>
  my keys are gone because the {part} <broke>. <grr> | the {part} goes green and so does my finger. <grr>
  two weeks. {part} <broke>. <grr> | {part} <broke> and i was not even rough. <grr>
grr:
  thanks for nothing | what now? | i want a new one | repair or refund | useless | great | bad quality | one star
  how do i fix this | never again | 质量差 | so annoying | who tests these | send a new {part} | replace it please
  not worth {price}
letter:
  We regret to inform you that the {part} <broke> on {bad} of {pieces} pieces.
  The {parts} of this lot are not strong enough, {bad} pieces <broke>.
  During our incoming check the {part} <broke> on {bad} pieces.
  Up to now {bad} pieces were returned to us because the {part} <broke> <when?>.
  We tested ten pieces at random and on four of them the {part} <broke>.
  The {part} <does_not_work> on most of the {items}.
  We had to take the {items} off the shelves, since the {part} <broke> <when>.
  In this lot the {part} is weaker than in the samples.
  Our customer, a chain of shops, returns the complete lot: the {part} <broke> on {bad} pieces.
  The metal of the {part} <tarnish> after a few days in our climate.
  Please find attached pictures of the {part}, which <broke> <when>.
more:
  the leather is fine, it is only the metal | the earlier ones were heavier, you feel it in the hand
  one cannot sew that by hand | it is always the same side | a magnet sticks to it, so it is not brass
  we have closed the display | nobody wants to carry a thing that may open | they pay nothing until it is settled
  it came from the same carton | we cannot risk it with our name on it
  the shape is a little different from the sample, too | the spring inside is rusty
zh:
  拉链坏了 {bad} pcs | {part} 断了, 客人要退 | wu jin huai le, {bad}/{pieces} | 五金生锈 ({part})
  {part} huai le, want new one | 扣子断 {bad} 个 | {part} 松了, 掉下来 | 五金质量有问题, whole lot
aside:
  buckle and zip are fine | hardware holds, no complaint there | the zip runs well by the way | the fittings look good
  he likes the new buckles | the metal is all right | nothing broken otherwise
""")

STITCHING = grammar_of("""
subject:
  Seams, order {order_no} | {item}: stitching | {sku} opens | Open seams | Workmanship on {items} | Sewing, {order_no}
  Repair needed
says:
  the stitching <opens> at the {seam} <when?> | the seam at the {seam} <opens> <when?>
  the thread <thread_does> <place?> | on {bad} of {pieces} the {seam} <opens> | the {seam} <comes_undone> <when?>
  one stitch was missed and now the whole {seam} <comes_undone> | {bad} pieces <comes_undone_pl> at the {seam}
  the {seam} was not back-stitched and <comes_undone> | the needle holes <tear> at the {seam}
  the lining <comes_undone> at the {seam} | the handle is only held by two stitches | the stitches are <ugly> <place?>
  the {kind} <comes_undone> <when> | loose ends everywhere, and the {seam} <opens>
  you can put a finger through the {seam} | the {seam} has given way, glue and all
opens:
  opens | is open | is opening | goes | has gone | is giving way | came open | is coming apart | burst | splits
when:
  after {days} days | with nothing heavy in {them} | on the first trip | on the hanger | in the second week
  when {it} {is} turned | just from trying {them} on | after one washing of the shelf | during packing already
  as soon as it is loaded
thread_does:
  is loose | unravels | breaks when pulled | hangs out | frays | is the wrong thickness | was never tied off
  is running out
place:
  at the {seam} | on the inside | along the bottom | near the zip | under the flap | on one side | at the corner
  where strap meets bag
comes_undone:
  comes undone | came undone | is coming apart | opens up | unravels | gives way | has let go | gapes
comes_undone_pl:
  came undone | are coming apart | have opened | gape
tear:
  tear | are too close and tear | have torn through | rip like a stamp
ugly:
  crooked | uneven | too long | skipping | like done in the dark | not straight | doubled in one place
note:
  {seam} open, {bad} pcs, <fix> | seam {seam} {bad}/{pieces}, <fix> | thread loose at {seam}, <fix>
  stitches gone {seam}, <fix> | {item} came undone at {seam}, <fix>
  sewing! {bad} of {pieces} open at the {seam}. <fix> | {seam} not locked, runs out. <fix>
  handle coming off, {bad} pcs. <fix> | sewn crooked, opens at {seam}, <fix> | two stitches hold it, {seam}. <fix>
  lining out at {seam}, <fix> | {bad} pcs to resew, {seam}. <fix?>
fix:
  can be mended | brings it Saturday | repair free I said | needs new thread | Luo can do it in ten min
  wants it by the weekend | same operator as last time? | took it in | mend and send back
  her own tailor will do it, we pay | machine 2 I think | old thread | told her to bring it | gave a number
  left at stall | no hurry | ask Gu about tension
rant:
  the {seam} <opens> <when>. <sigh> | came apart at the {seam} <when>!! <sigh>
  hand made? you mean hand broken. {seam} <opens>. <sigh?> | thread everywhere, {seam} <comes_undone>. <sigh>
  my grandmother sews better. {seam} <comes_undone>. <sigh?> | i had to sew it myself, {seam}. <sigh>
  one thread pulled, whole {seam} <comes_undone>. <sigh> | the {seam}!!! <opens> <when>. <sigh>
  held together by hope at the {seam}. <sigh> | {days} days, then the {seam} <opens>. <sigh>
  strap in my left hand, {kind} on the street. <sigh> | the {seam} <comes_undone>, who checked this. <sigh?>
sigh:
  sad | can you repair it | refund | please fix | i liked it so much | not ok | really bad | what do i do now
  two stars | was a birthday present | i expected more | 开线了 | exchange it | shame | come on | new one please
letter:
  On {bad} of the {pieces} pieces the {seam} <opens>.
  The seam along the {seam} <opens> <when?>, on at least {bad} pieces.
  We found that the thread <thread_does> <place> and the {seam} <comes_undone>.
  Some of the {items} were not back-stitched, so the {seam} <comes_undone>.
  Our saddler looked at it: the needle holes <tear> and the {seam} <opens>.
  The stitches are <ugly> <place> and the {seam} <comes_undone>.
  A few customers came back because the {seam} <opens> <when>.
  The workmanship is not what we know from you: the {seam} <comes_undone>.
  The {seam} <comes_undone> when the {thing} {is} loaded, please see the photos.
more:
  a local repairer asks 15 each | two or three stitches would do | the leather did not tear, it is only the sewing
  on the sample it was doubled | some have it double and some have it single | glue alone will not hold that
  we can mend it here if you send thread in {colour} | it is the place that carries the weight | the others look solid
  i pulled at five others and two went | the thread feels thin | she is handy and would mend it herself
zh:
  开线了, {seam} | 线头 everywhere, {bad} pcs | kai xian, {seam} {bad}/{pieces} | 车线断了 at the {seam} | {seam} 脱线
  缝线不牢, {seam} | xian duan le, need repair | 手柄开线, {bad} 个
aside:
  the stitching is neat | seams are strong | she praised the sewing | the thread matches the {colour} well
  stitching is good as ever | all seams checked, fine | the seams held
""")

SMELL = grammar_of("""
subject:
  Smell of {items} | Odour, order {order_no} | {item}: strong smell | {sku}, storage? | Mould or glue
  Air in the cartons
says:
  {it} {smell_s} of <of_what> | {it} {smell_s} of <of_what> <persists>
  the {thing} {smell_s} so badly that <consequence> | there is a smell of <of_what> <when_open?>
  the whole shop smells of <of_what> | <when_open> it smells of <of_what> | <when_open> you get <of_what>
  {it} {has} white spots and {smell_s} of <of_what> | the lining <smells> of <of_what> <persists?>
  nobody can keep {them} in the room, <consequence> | <consequence> because of the <fumes>
  the <fumes> will not go <persists> | he got a headache from the <fumes>
  her family will not have {them} in the house, <of_what> | {bad} of {pieces} smell of <of_what>
  {it} {smell_s} <like_place> <persists?>
smells:
  smells | stinks | reeks | smells
of_what:
  glue | chemicals | petrol | paint | fish | mould | a wet cellar | fresh varnish | vinegar | diesel | burnt rubber
  old cheese | solvent | damp cardboard | mothballs | wet dog | an old barn | the tannery
like_place:
  like a paint shop | like a garage | like a ship's hold | like a shoe factory | like a stable | like a chemist's
  like a market hall in August
fumes:
  smell | fumes | odour | stench | glue | vapour
persists:
  even after {days} days on the balcony | and airing does not help | still, after a week outside
  although they aired {them} | and coffee grounds changed nothing | day and night | and it is on the hands too
  no matter what
when_open:
  when you open the box | opening the carton | in the plastic bag | as soon as {it} {is} warm | with the window shut
  in the stock room
consequence:
  the shop had to air all morning | buyers put {them} down again | her eyes water | the staff complain
  the child cried | we keep {them} outside | the neighbours asked | nobody stays in the store room | the cat left
note:
  smells of <of_what>, <what_then> | {item} stinks, <of_what>. <what_then> | smell!! {bad} pcs, <what_then>
  odour <of_what>, <what_then> | glue smell again, {items}, <what_then> | {bad}/{pieces} smell, <what_then>
  white spots + <of_what>, damp? <what_then> | cust cannot sell, <of_what>. <what_then>
  aired {days} d, still <of_what>. <what_then> | headache from it she says, <what_then>
  mould? <of_what> smell, <what_then>
what_then:
  told to air it | maybe packed too early | new hides I guess | air a week then see | wants to return | packed wet?
  was in container 5 wks | table 3 glue | takes small discount | boxes were closed the same day | wants other lot
  nothing we can do | smelled one here, same | ask Gu, new cleaner?
rant:
  it <smells> of <of_what>!! <yuck> | opened the parcel and nearly fainted, <of_what>. <yuck>
  my whole wardrobe <smells> of <of_what> now. <yuck> | why does a {kind} smell of <of_what>?? <yuck?>
  <smells> <like_place>. <yuck> | <of_what>. that is all i smell. <yuck>
  aired it {days} days and it still <smells>. <yuck> | is this leather or <of_what>? <yuck>
  on the train everybody looked at me, <of_what>. <yuck> | new leather smell i love, <of_what> i do not. <yuck>
  had to put it on the balcony, <smells> <like_place>. <yuck>
yuck:
  disgusting | is that even safe? | gross | back it goes | i get headaches | cannot wear it | 味道太大 | refund
  not healthy | what glue do you use | help | any tips? | two stars | ugh | terrible | sorry but no
letter:
  When we opened the cartons there was a strong smell of <of_what>. | The {items} smell of <of_what> <persists>.
  Our staff cannot work beside the {items}, since there is a smell of <of_what>.
  {bad} of the {pieces} pieces smell of <of_what> <persists?>.
  We suspect that the goods were packed before they were dry, as {it} {smell_s} of <of_what>.
  We also see white spots, and {it} {smell_s} of <of_what>. | Customers put the {items} back because of the <fumes>.
  I have to write about the <fumes>: {it} {smell_s} of <of_what>.
  Please tell us which glue was used, because the <fumes> will not go <persists>.
  The shop smells <like_place> since the delivery.
more:
  it is not the good smell of leather | the paper in the boxes was damp | maybe the paint had not dried
  it is stronger inside | in the hot months it will be worse | we did the sniff test with three people
  the box took it on as well | is there a certificate for the glue? | one can wipe it, it comes back
  the lot before had nothing
zh:
  味道很大, <of_what> | wei dao tai zhong, {bad} pcs | 有异味 | 发霉 {bad} pcs, container? | 胶水味
  臭, client not happy | 味道大, 客人要退货 | you wei dao, {items}
aside:
  smells nice too | no smell this time | the smell of the leather is wonderful | it does not smell of glue any more
  smell is normal | a bit of new leather smell, fine
""")
