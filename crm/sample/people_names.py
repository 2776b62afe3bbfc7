"""Names of the invented people, by where families come from: given names with their pronouns, and family names."""

SHE, HE, THEY = "she/her", "he/him", "they/them"


def _named(she: str, he: str, family: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    given = [(name, SHE) for name in she.split()] + [(name, HE) for name in he.split()]
    return tuple(given), tuple(family.split())


ORIGINS = (
    (
        42,
        _named(
            "Helen Sarah Emma Rachel Joanne Catherine Alison Louise Victoria Hannah Charlotte Judith Beverley Gillian"
            " Lesley Philippa Rosalind Tamsin Elspeth Morag Frances Naomi Bethany Georgina Harriet Imogen Jemima"
            " Marian Nicola Olivia Pauline Ruth Stephanie Tessa Wendy Zoe Elizabeth Margaret",
            "Andrew Simon Peter Martin Graham Stephen Jonathan Christopher Duncan Edward Gareth Hugh Ian Julian Keith"
            " Laurence Matthew Neil Oliver Philip Robert Stuart Timothy Adrian Benedict Callum Daniel Elliot Fraser"
            " George Harvey Jack Leonard Marcus Nathan Rowan Thomas",
            "Ashworth Birtwistle Clegg Dewhurst Entwistle Fairclough Greenhalgh Haworth Isherwood Jepson Kershaw"
            " Leigh Mawdsley Norbury Ormerod Pilkington Ramsbottom Schofield Tattersall Unsworth Whalley Yates"
            " Bancroft Catterall Duckworth Eastham Fielden Garside Halliwell Ingham Lomax Molyneux Nuttall Openshaw"
            " Pendlebury Rawcliffe Sagar Thornley Winstanley Barlow Crompton Hargreaves Marsden Rigby Shaw Walker"
            " Holt Fletcher Booth Cooper Bennett Murray Campbell Fraser Sinclair Hall Roe Price Foster Grant Hewitt"
            " Kemp Lister Mercer Nixon Palmer Quayle Redfern Sutton Tyrer Venables Wainwright",
        ),
    ),
    (
        18,
        _named(
            "Aisha Priya Sunita Fatima Nadia Meera Zainab Anjali Shabnam Rukhsana Kavita Deepa Samina Ayesha Lakshmi"
            " Parveen Nusrat Divya Sana Gurpreet Shreya Tahira Yasmin",
            "Imran Rajesh Sanjay Tariq Amit Bilal Vikram Haroon Naveed Arjun Faisal Suresh Kamran Rohan Asif Harpreet"
            " Dinesh Usman Zahid Manoj Omar Anil",
            "Ahmed Patel Khan Sharma Hussain Iqbal Chaudhry Desai Nair Mahmood Siddiqui Reddy Kapoor Malik Rahman"
            " Bhatt Qureshi Gill Iyer Mistry Sheikh Begum Choudhury Joshi Menon Mirza Sandhu Thakur Verma Akhtar"
            " Banerjee Chowdhury Dhaliwal",
        ),
    ),
    (
        9,
        _named(
            "Siobhán Aoife Niamh Orla Róisín Ciara Gráinne Sinéad Deirdre Bríd Máire Clodagh",
            "Cormac Declan Eoin Pádraig Seán Fergal Ruairí Diarmuid Oisín Tadhg Colm Niall",
            "O’Connor Byrne Gallagher Doherty Brennan McCarthy Kavanagh O’Neill Flanagan Healy Nolan Tierney"
            " Mulcahy Quinlan Fitzgerald MacMahon Ó_Briain Heffernan Duggan Keane",
        ),
    ),
    (
        6,
        _named(
            "Siân Angharad Bronwen Carys Elin Ffion Gwenllian Nerys Rhiannon",
            "Gethin Rhys Emyr Dafydd Iolo Llŷr Owain Tudur",
            "Llewelyn Vaughan Pryce Gwynne Bevan Cadwaladr Griffiths Morgan Parry Prothero Roberts Tudor",
        ),
    ),
    (
        7,
        _named(
            "Agnieszka Małgorzata Katarzyna Ewa Zofia Bożena Ludmila Ilona Daniela",
            "Łukasz Paweł Wojciech Tomasz Krzysztof Andrzej Stanisław Jiří Zoltán Marek",
            "Wójcik Kowalczyk Zieliński Dąbrowski Lewandowska Wiśniewski Kamińska Grabowski Nowak Szymański Dvořák"
            " Kovács Novotný Ionescu Petrov Jabłoński",
        ),
    ),
    (
        7,
        _named(
            "Adaeze Folasade Ngozi Chiamaka Abimbola Efua Ama Yetunde Ifeoma Adwoa",
            "Olumide Chukwuemeka Babatunde Kwame Tunde Emeka Obinna Kofi Segun Ikenna",
            "Adeyemi Okonkwo Eze Balogun Nwosu Mensah Owusu Oyelaran Adebayo Chukwu Okafor Boateng Afolabi Ogunleye"
            " Asante Uzoma",
        ),
    ),
    (
        6,
        _named(
            "Mei Xiulan Li-Hua Yan Hui-Min Wai-Ling Jing Qian Soo-Jin Linh",
            "Wei Jun Chi-Wai Hao Kin-Man Zhiyuan Ming Ho-Yin Minh Kenji",
            "Chen Wong Zhang Lau Lin Huang Cheung Xu Zhao Tang Kwok Ng Nguyen Park Tanaka Yip",
        ),
    ),
    (
        3,
        _named(
            "Ingrid Solveig Åsa Kirsten Astrid Päivi",
            "Søren Lars Henrik Jürgen Bjørn Håkon",
            "Sørensen Lindqvist Åkesson Bjørnstad Müller Virtanen Østergaard Nyström Weiß Þórsson",
        ),
    ),
    (
        2,
        _named(
            "Elif Ayşe Inês Beatriz Eleni Soraya Noor",
            "Mehmet Cem João Nikos Yusuf Farhad Rafael",
            "Yılmaz Çelik Şahin Gonçalves Papadakis Haddad Al-Masri Rezaei Muñoz da_Silva",
        ),
    ),
)
"""(share in a hundred, (given names with pronouns, family names)); an underscore stands for a blank."""

SHORT_FORMS = {
    "Elizabeth": "Liz", "Margaret": "Maggie", "Catherine": "Cath", "Victoria": "Vicky", "Christopher": "Chris",
    "Jonathan": "Jon", "Andrew": "Andy", "Stephen": "Steve", "Philippa": "Pippa", "Robert": "Rob", "Matthew": "Matt",
    "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Timothy": "Tim", "Babatunde": "Tunde", "Chukwuemeka": "Emeka",
    "Rosalind": "Ros", "Stephanie": "Steph", "Rajesh": "Raj", "Folasade": "Sade", "Benedict": "Ben", "Daniel": "Dan",
}  # fmt: skip
