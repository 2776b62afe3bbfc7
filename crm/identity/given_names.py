"""English given names and the short forms people go by: one small table, each line one name and its forms.

A form may stand in several lines (Sam is Samuel or Samantha): it agrees with each of them, they not with each other.
"""

_FORMS = """
abigail abby abbie gail
abraham abe bram
adrian ade adie
agnes aggie nessie
albert al bert bertie
alexander alex alec al sandy sasha xander lex
alexandra alex sandra sandy sasha alexa lexi
alfred alf alfie fred
alan allan allen al
alison ali allie
alistair alasdair alastair alister ali al
amanda mandy manda
andrew andy drew
angela angie ange
anne ann annie
annabel annabelle bella
anthony antony tony ant
antonia toni
archibald archie
arthur art artie
barbara barb babs barbie
barnaby barney
benjamin ben benji benny
bernard bernie
beverley bev
bradley brad
brenda bren
brian bri bryan
bridget bridie biddy
caroline carrie caro carol
catherine katherine kathryn katharine cathryn kate katie kathy cathy kath cath kat kit kitty katy karen
cecilia cissie celia
charles charlie chas chuck chaz
charlotte charlie lottie lotte charl
christine christina chris chrissie chrissy tina
christopher chris kit topher kester
cameron cam
carol carole
clare claire
conor connor
clifford cliff
constance connie
cynthia cindy
daniel dan danny
danielle dani danny
david dave davey davy dai
deborah debra deb debbie debs
dennis denis den denny
derek del
diana diane di
dominic dom nic
donald don donny
dorothy dot dottie dolly dora
douglas doug dougie
duncan dunc
edmund ed eddie ned ted
edward ed eddie ned ted teddy
edwin ed eddie win
eileen aileen
eleanor ellie nell nelly nora elle ella
elizabeth elisabeth liz lizzie lizzy beth betty bess eliza elsie libby lisa betsy liza bet
emily em emmy emmie
emma em
ernest ernie
eugene gene
fiona fi
florence flo flossie florrie
frances fran frankie francesca
francis frank frankie fran
frederick fred freddie freddy rick
gabriel gabe
gabrielle gabby gabi
gareth gaz gary
geoffrey jeffrey geoff jeff
georgina georgie gina
gerald gerry jerry
gerard gerry ged
gillian jill gill gilly
gordon gordie
grace gracie
graham graeme grahame
gregory greg
gwendolen gwen
harold harry hal
harriet hattie harrie
helen nell nellie lena
henry harry hal hank
herbert bert herb
hilary hil
howard howie
hugh hughie huw
ian iain
isabel isabelle isobel isabella izzy bella belle issy
jacob jake
jacqueline jackie jacqui jacky
james jim jimmy jamie jem
janet jan
janice jan
jane janey janie
jason jase
jean jeanie
jennifer jen jenny jennie jenni
jeremy jez jerry jem
jessica jess jessie
joan joanie
joanna joanne jo jojo
john jon johnny jack jonny
jonathan jon jonny jonty johnathan
joseph joe joey
josephine jo josie
joshua josh
judith judy jude judi
julia julie jules
julian jules
katrina kat trina
karl carl
kathleen kath kathy cathy kate katie
kenneth ken kenny
kevin kev
kimberley kim kimberly
laura laurie
lawrence laurence larry laurie lozza
leonard len lenny leo
leslie les
lewis louis lew lou
lillian lily lil
linda lynda lin lyn
lindsay lindsey
lynn lynne lyn
louise lou
lucy lucinda cindy luce
madeleine madeline maddie maddy
malcolm mal
marcus marc mark
margaret maggie meg peggy peg marge margie madge greta daisy rita mags
maria mary
marjorie marge margie
mark marc
martha mattie
martin martyn marty
mary molly polly may mamie
matilda tilly tilda mattie
matthew mathew matt mat matty
maureen mo
maurice mo morris
maximilian max
megan meg meghan
melanie mel
melissa mel lissa
michael mick mike mickey mikey micky micheal
michelle shell shelly
miranda mandy
miriam mim
mitchell mitch
mohammed mohammad muhammad mohamed mo muhammed mohamad
nancy nan
natalie nat
natasha tasha nat
nathaniel nathan nat nate
neil neal niall
nicholas nick nicky nic nico nicolas
nicola nicky nikki nic nicole
nigel nige
norman norm
oliver ollie olly noll
olivia liv livvy ollie
oscar ozzy
pamela pam
patricia pat trish tricia patsy patty trisha
patrick pat paddy rick
pauline paula
penelope penny pen
peter pete
philip phillip phil pip
philippa pippa pip phil
priscilla cilla prissy
rachel rach rachael
raymond ray
rebecca becky becca beck bex rebekah
reginald reg reggie
richard rich rick dick ricky richie dickie
robert bob rob bobby robbie bert robin
roderick rod roddy
rodney rod
roger rog
ronald ron ronnie
rosalind ros roz
rosemary rose rosie
rose rosie
rupert rupe
russell russ
ruth ruthie
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sean shaun shawn
sebastian seb bas
sharon shaz
sheila shelagh
shirley shirl
sidney sid
simon si
sophia sophie soph
stanley stan
stephanie steph stevie
stephen steven steve stevie ste stevo
stuart stewart stu
susan susanna susannah suzanne sue susie suzy susi
sylvia syl
teresa theresa tess terry tessa
terence terry tel terrance
thaddeus tad
theodore theo ted teddy
theodora theo dora
thomas tom tommy
timothy tim timmy
tobias toby
tracey tracy trace
trevor trev
ursula ulla
valerie val
vanessa nessa
veronica ronnie vera
victor vic
victoria vicky vicki tori vikki vic
vincent vince vinny
virginia ginny ginnie
vivian viv
vivienne viv
walter wally walt
wendy wend
wilfred wilf
william will bill billy willy liam wills
winifred win winnie
yvonne von vonnie
zachary zach zac zak
zoe zo
"""

_LINES = tuple(tuple(line.split()) for line in _FORMS.split("\n") if line.strip())
_LINES_OF: dict[str, frozenset[int]] = {}
for _number, _names in enumerate(_LINES):
    for _name in _names:
        _LINES_OF[_name] = _LINES_OF.get(_name, frozenset()) | {_number}
_NOBODY: frozenset[int] = frozenset()


def are_forms(one: str, other: str) -> bool:
    """Tell whether two given names (folded, one word each) are known as forms of one name: Bob and Robert."""
    return not _LINES_OF.get(one, _NOBODY).isdisjoint(_LINES_OF.get(other, _NOBODY))
