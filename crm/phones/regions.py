"""Countries as people write them, and the region (ISO 3166) whose numbers are typed there."""

from crm.text import words

# Region, its code of three letters, and its names, folded.
_COUNTRIES = """
GB GBR uk,u k,great britain,britain,united kingdom,united kingdom of great britain and northern ireland,england,scotland,wales,cymru,alba,northern ireland,n ireland,ni,isle of man,im,imn,jersey,je,jey,guernsey,gg,ggy,channel islands,vereinigtes konigreich,grossbritannien,royaume uni,reino unido,regno unito
IE IRL ireland,eire,republic of ireland,ireland republic of,irish republic,roi,southern ireland,irland,irlande,irlanda
US USA united states,united states of america,america,u s,u s a,etats unis,estados unidos,stati uniti,vereinigte staaten
CA CAN canada,kanada
DE DEU germany,deutschland,federal republic of germany,allemagne,alemania,germania,niemcy
FR FRA france,frankreich,francia,francja
ES ESP spain,espana,spanien,espagne
PT PRT portugal
IT ITA italy,italia,italien,italie
NL NLD netherlands,holland,nederland,niederlande,pays bas
BE BEL belgium,belgique,belgie,belgien
LU LUX luxembourg,luxemburg
CH CHE switzerland,schweiz,suisse,svizzera
AT AUT austria,osterreich,oesterreich,autriche
LI LIE liechtenstein
MC MCO monaco
AD AND andorra
DK DNK denmark,danmark,danemark
SE SWE sweden,sverige,schweden,suede
NO NOR norway,norge,norwegen,norvege
FI FIN finland,suomi,finnland
IS ISL iceland,island
EE EST estonia,eesti
LV LVA latvia,latvija
LT LTU lithuania,lietuva
PL POL poland,polska,polen,pologne
CZ CZE czech republic,czechia,cesko,ceska republika,tschechien
SK SVK slovakia,slovensko,slovak republic
HU HUN hungary,magyarorszag,ungarn
SI SVN slovenia,slovenija
HR HRV croatia,hrvatska,kroatien
RS SRB serbia,srbija
BA BIH bosnia,bosnia and herzegovina
ME MNE montenegro
MK MKD north macedonia,macedonia
AL ALB albania
XK XKX kosovo
RO ROU romania,rumanien
BG BGR bulgaria
GR GRC greece,hellas,griechenland
CY CYP cyprus
MT MLT malta
GI GIB gibraltar
TR TUR turkey,turkiye
UA UKR ukraine
MD MDA moldova
BY BLR belarus
RU RUS russia,russian federation
GE GEO georgia
AM ARM armenia
AZ AZE azerbaijan
IL ISR israel
PS PSE palestine
JO JOR jordan
LB LBN lebanon
SA SAU saudi arabia
AE ARE united arab emirates,uae,u a e,dubai,abu dhabi
QA QAT qatar
KW KWT kuwait
BH BHR bahrain
OM OMN oman
IQ IRQ iraq
IR IRN iran
EG EGY egypt
MA MAR morocco
DZ DZA algeria
TN TUN tunisia
LY LBY libya
SD SDN sudan
ET ETH ethiopia
KE KEN kenya
UG UGA uganda
TZ TZA tanzania
RW RWA rwanda
NG NGA nigeria
GH GHA ghana
SN SEN senegal
CM CMR cameroon
ZM ZMB zambia
ZW ZWE zimbabwe
BW BWA botswana
NA NAM namibia
ZA ZAF south africa
MU MUS mauritius
IN IND india,bharat
PK PAK pakistan
BD BGD bangladesh
LK LKA sri lanka
NP NPL nepal
AF AFG afghanistan
KZ KAZ kazakhstan
CN CHN china,peoples republic of china,prc
HK HKG hong kong
MO MAC macau,macao
TW TWN taiwan
JP JPN japan
KR KOR south korea,korea,republic of korea
SG SGP singapore
MY MYS malaysia
TH THA thailand
VN VNM vietnam,viet nam
PH PHL philippines
ID IDN indonesia
AU AUS australia
NZ NZL new zealand,aotearoa
FJ FJI fiji
MX MEX mexico
BR BRA brazil,brasil
AR ARG argentina
CL CHL chile
CO COL colombia
PE PER peru
UY URY uruguay
EC ECU ecuador
VE VEN venezuela
CR CRI costa rica
PA PAN panama
JM JAM jamaica
TT TTO trinidad and tobago,trinidad
BB BRB barbados
BM BMU bermuda
"""  # noqa: E501
_REGIONS = {
    name: line[:2]
    for line in _COUNTRIES.strip().splitlines()
    for name in (line[:2].lower(), line[3:6].lower(), *line[7:].split(","))
}


def region_of(country: str) -> str:
    """Return the region whose numbers are typed in a country, however it is written; "" where it is not known.

    The islands and nations that share the numbers of Great Britain are "GB".
    """
    for text in (country, country.rpartition(",")[2]):
        found = _REGIONS.get(" ".join(words(text)).removeprefix("the "))
        if found:
            return found
    return ""
