"""
Code pages of receipt printers for which Python has no codec: what 80h to FFh stand for.

The replacement character marks what is not defined. A hard space is written as a space, a soft
hyphen as a hyphen, because printers print them so.

Sources: IBM's code page documents for 851, 853, 1098; the Lithuanian standards LST 1283 and 1284;
TCVN 5712; Epson's character code table for page 1. Page 20 follows the tables that the npm package
codepage-encoder publishes; no manual was at hand to compare it with.
"""

KATAKANA = (
    "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼"
    "┴┬┤├▔─│▕┌┐└┘╭╮╰╯"
    " ｡｢｣､･ｦｧｨｩｪｫｬｭｮｯ"
    "\uff70ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿ"
    "ﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏ"
    "ﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ\uff9e\uff9f"
    "═╞╪╡◢◣◥◤♠♥♦♣●○╱╲"
    "╳円年月日時分秒〒市区町村人▒ "
)
"""Page 1: half-width katakana with lines and blocks."""
GREEK_851 = (
    "ÇüéâäàΆçêëèïîΈÄΉ"
    "Ί�ΌôöΎûùΏÖÜά£έήί"
    "ϊΐόύΑΒΓΔΕΖΗ½ΘΙ«»"
    "░▒▓│┤ΚΛΜΝ╣║╗╝ΞΟ┐"
    "└┴┬├─┼ΠΡ╚╔╩╦╠═╬Σ"
    "ΤΥΦΧΨΩαβγ┘┌█▄δε▀"
    "ζηθικλμνξοπρσςτ´"
    "-±υφχ§ψ¸°¨ωϋΰώ■ "
)
"""Page 11: code page 851."""
LATIN_3_853 = (
    "ÇüéâäàĉçêëèïîìÄĈ"
    "ÉċĊôöòûùİÖÜĝ£Ĝ×ĵ"
    "áíóúñÑĞğĤĥ�½Ĵş«»"
    "░▒▓│┤ÁÂÀŞ╣║╗╝Żż┐"
    "└┴┬├─┼Ŝŝ╚╔╩╦╠═╬¤"
    "��ÊËÈıÍÎÏ┘┌█▄�Ì▀"
    "ÓßÔÒĠġµĦħÚÛÙŬŭ�´"
    "-�ℓŉ˘§÷¸°¨˙�³²■ "
)
"""Page 12: code page 853."""
THAI_42 = (
    "┌┐└┘│─├┤"
    "┴┬┼█←↑→↓"
    "\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57"
    "\u0e58\u0e59\u0e03\u0e05\u0e23\u0e32\u0e44\u0e40"
    " \u0e01\u0e02\u0e04\u0e06\u0e07\u0e08\u0e09"
    "\u0e0a\u0e0b\u0e0c\u0e0d\u0e0e\u0e0f\u0e10\u0e11"
    "\u0e12\u0e13\u0e14\u0e15\u0e16\u0e17\u0e18\u0e19"
    "\u0e1a\u0e1b\u0e1c\u0e1d\u0e1e\u0e1f\u0e20\u0e21"
    "\u0e22\u0e23\u0e24\u0e25\u0e27\u0e28\u0e29\u0e2a"
    "\u0e2b\u0e2c\u0e2d\u0e2e\u0e30\u0e26\u0e32\u0e33"
    "\u0e40\u0e41\u0e42\u0e43\u0e44\u0e46\u0e2f\u0e38"
    "\u0e39\u0e34\u0e35\u0e36\u0e37\u0e4a\u0e4d\u0e47"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c���"
    "��������"
    "��������"
    "��������"
)
"""Page 20: Thai character code 42."""
TCVN_3 = (
    "����������������"
    "����������������"
    "��������ăâêôơưđ�"
    "�����àảãáạ�ằẳẵắ�"
    "������ặầẩẫấậè�ẻẽ"
    "éẹềểễếệìỉ���ĩíịò"
    "�ỏõóọồổỗốộờởỡớợù"
    "�ủũúụừửữứựỳỷỹýỵ�"
)
"""Page 30: Vietnamese, small letters."""
TCVN_3_CAPITALS = (
    "����������������"
    "����������������"
    "�ĂÂ����Ð��ÊÔƠƯ��"
    "�����ÀẢÃÁẠ�ẰẲẴẮ�"
    "������ẶẦẨẪẤẬÈ�ẺẼ"
    "ÉẸỀỂỄẾỆÌỈ���ĨÍỊÒ"
    "�ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ"
    "�ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ�"
)
"""Page 31: Vietnamese, capitals."""
FARSI_1098 = (
    "��،\u061b\u061f\u064b\u0622\ufe82"
    "�\u0627\ufe8e�\u0621\u0623\ufe84�"
    "\u0624\ufe8b\u0628\ufe91\ufb56\ufb58\u062a\ufe97"
    "\u062b\ufe9b\u062c\ufe9f\ufb7a\ufb7c×\u062d"
    "\ufea3\u062e\ufea7\u062f\u0630\u0631\u0632\ufb8a"
    "\u0633\ufeb3\u0634\ufeb7\u0635\ufebb«»"
    "░▒▓│┤\u0636\ufebf\ufec1"
    "\ufec3╣║╗╝¤\ufec5┐"
    "└┴┬├─┼\ufec7\u0639"
    "╚╔╩╦╠═╬�"
    "\ufeca\ufecb\ufecc\u063a\ufece\ufecf\ufed0\u0641"
    "\ufed3┘┌█▄\u0642\ufed7▀"
    "\ufb8e\ufedb\ufb92\ufb94\u0644\ufedf\u0645\ufee3"
    "\u0646\ufee7\u0648\u0647\ufeeb\ufeec\ufba4\ufbfc"
    "-\ufbfd\ufbfe\u0640\u0660\u0661\u0662\u0663"
    "\u0664\u0665\u0666\u0667\u0668\u0669■ "
)
"""Page 41: code page 1098."""
LITHUANIAN_1118 = (
    "ÇüéâäàåçêëèïîìÄÅ"
    "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
    "áíóúñÑªº¿⌐¬½¼¡«»"
    "░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐"
    "└┴┬├─┼ŲŪ╚╔╩╦╠═╬Ž"
    "ąčęėįšųūž┘┌█▄▌▐▀"
    "αβΓπΣσµτΦΘΩδ∞φε∩"
    "≡±≥≤„“÷≈°∙˙√ⁿ²■ "
)
"""Page 42: code page 1118, also called 774."""
LITHUANIAN_1119 = (
    "АБВГДЕЖЗИЙКЛМНОП"
    "РСТУФХЦЧШЩЪЫЬЭЮЯ"
    "абвгдежзийклмноп"
    "░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐"
    "└┴┬├─┼ŲŪ╚╔╩╦╠═╬Ž"
    "ąčęėįšųūž┘┌█▄▌▐▀"
    "рстуфхцчшщъыьэюя"
    "Ёё≥≤„“÷≈°∙·√ⁿ²■ "
)
"""Page 43: code page 1119, also called 772."""
