"""National code sets of persons as choices of a sheet column, with the words that rosters use for them."""

from anmin.kernel.sheets.declare import Choice

# GB/T 2261.1
SEXES = (Choice("1", "男", ("男性", "m")), Choice("2", "女", ("女性", "f")))

# GB/T 4761-2008, relation to the head. Rosters seldom say which son: "20" and "30" are the groups themselves.
RELATIONS = (
    Choice("02", "户主", ("本人", "户主本人", "申请人", "本人或户主", "户主（本人）")),
    Choice("10", "配偶", ("夫妻", "爱人")),
    Choice("11", "夫", ("丈夫", "老公", "之夫")),
    Choice("12", "妻", ("妻子", "老婆", "之妻")),
    Choice("20", "子", ("儿子", "之子", "子女", "孩子", "男孩", "独子", "独生子")),
    Choice("22", "长子", ("大儿子", "大子")),
    Choice("23", "次子", ("二儿子", "二子")),
    Choice("24", "三子", ("三儿子",)),
    Choice("25", "四子", ("四儿子", "五子", "五儿子")),
    Choice("27", "养子或继子", ("养子", "继子")),
    Choice("28", "女婿", ()),
    Choice("30", "女", ("女儿", "之女", "女孩", "独女", "独生女")),
    Choice("32", "长女", ("大女儿", "大女")),
    Choice("33", "次女", ("二女儿", "二女")),
    Choice("34", "三女", ("三女儿",)),
    Choice("35", "四女", ("四女儿", "五女", "五女儿")),
    Choice("37", "养女或继女", ("养女", "继女")),
    Choice("38", "儿媳", ("媳妇", "儿媳妇")),
    Choice("41", "孙子", ("孙", "长孙", "之孙")),
    Choice("42", "孙女", ("长孙女",)),
    Choice("43", "外孙子", ("外孙",)),
    Choice("44", "外孙女", ()),
    Choice("45", "孙媳妇或外孙媳妇", ("孙媳", "孙媳妇")),
    Choice("47", "曾孙子女", ("曾孙", "曾孙子", "曾孙女", "重孙", "重孙子", "重孙女")),
    Choice("40", "孙子女", ("孙辈", "外孙子女")),
    Choice("51", "父亲", ("父", "之父", "爸爸")),
    Choice("52", "母亲", ("母", "之母", "妈妈")),
    Choice("53", "公公", ()),
    Choice("54", "婆婆", ()),
    Choice("55", "岳父", ("丈人",)),
    Choice("56", "岳母", ("丈母娘",)),
    Choice("57", "继父或养父", ("继父", "养父")),
    Choice("58", "继母或养母", ("继母", "养母")),
    Choice("50", "父母", ()),
    Choice("61", "祖父", ("爷爷",)),
    Choice("62", "祖母", ("奶奶",)),
    Choice("63", "外祖父", ("外公", "姥爷")),
    Choice("64", "外祖母", ("外婆", "姥姥")),
    Choice("71", "兄", ("哥哥", "哥", "之兄")),
    Choice("72", "嫂", ("嫂子",)),
    Choice("73", "弟", ("弟弟", "之弟", "兄弟")),
    Choice("74", "弟媳", ("弟妹",)),
    Choice("75", "姐姐", ("姐", "之姐")),
    Choice("76", "姐夫", ()),
    Choice("77", "妹妹", ("妹", "之妹", "姐妹")),
    Choice("78", "妹夫", ()),
    Choice("81", "伯父", ("伯伯",)),
    Choice("82", "伯母", ()),
    Choice("83", "叔父", ("叔叔", "叔")),
    Choice("84", "婶母", ("婶婶",)),
    Choice("85", "舅父", ("舅舅",)),
    Choice("88", "姨母", ("姨妈",)),
    Choice("90", "姑母", ("姑姑",)),
    Choice("93", "侄子", ("侄儿", "侄")),
    Choice("94", "侄女", ()),
    Choice("95", "外甥", ()),
    Choice("96", "外甥女", ()),
    Choice("97", "其他亲属", ("亲属", "其他亲戚")),
    Choice("99", "非亲属", ("其他", "无")),
)

# GB 3304
_PEOPLES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇",
    "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒",
    "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲",
    "门巴", "珞巴", "基诺",
)  # fmt: skip
ETHNIC_GROUPS = (
    *(Choice(f"{number:02d}", name + "族", (name,)) for number, name in enumerate(_PEOPLES, start=1)),
    Choice("97", "其他", ("未识别", "未识别民族")),
    Choice("98", "外国血统中国籍人士", ("入籍",)),
)

# GB/T 26341-2010: the words of the rules, the digit of the certificate's 19th place beside them
DISABILITIES = (
    Choice("visual", "视力", ("视力残疾", "1", "视残", "盲")),
    Choice("hearing", "听力", ("听力残疾", "2", "听残", "聋")),
    Choice("speech", "言语", ("言语残疾", "3", "语言", "语言残疾", "言残", "哑")),
    Choice("limb", "肢体", ("肢体残疾", "4", "肢残")),
    Choice("intellectual", "智力", ("智力残疾", "5", "智残")),
    Choice("mental", "精神", ("精神残疾", "6", "精残")),
    Choice("multiple", "多重", ("多重残疾", "7", "综合")),
    Choice("none", "无", ("否", "0", "无残疾", "健全")),
)
DISABILITY_GRADES = (
    Choice("1", "一级", ("壹级", "Ⅰ级", "重度一级", "一")),
    Choice("2", "二级", ("贰级", "Ⅱ级", "重度二级", "二")),
    Choice("3", "三级", ("叁级", "Ⅲ级", "三")),
    Choice("4", "四级", ("肆级", "Ⅳ级", "四")),
    Choice("0", "无", ("否", "未评定")),
)
# Both in one cell, as many rosters have it: 肢体二级, 二级肢体, 肢残2级, 视力残疾一级
_GRADES_WRITTEN = {
    grade.value: (grade.label, f"{grade.value}级", grade.value, *(each for each in grade.also if each.endswith("级")))
    for grade in DISABILITY_GRADES[:-1]
}
DISABILITY_WITH_GRADE = (
    Choice("none0", "无", ("否", "无残疾", "健全")),
    *(
        Choice(
            kind.value + grade.value,
            kind.label + grade.label,
            tuple(
                written
                for word in (kind.label, *(each for each in kind.also if not each.isdigit()))
                for level in _GRADES_WRITTEN[grade.value]
                for written in (word + level, level + word)
            ),
        )
        for kind in DISABILITIES[:-1]
        for grade in DISABILITY_GRADES[:-1]
    ),
)
