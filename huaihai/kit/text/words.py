"""What the text command says, in Chinese: it starts without Django and its catalogues."""

STEPS = {
    "removed_toned": "删去夹在繁体字后的带声调拼音 {count} 处",
    "removed_toneless": "删去夹在汉字后的无声调拼音 {count} 处",
    "removed_doubled": "合并重复标点 {count} 处",
    "simplified": "繁体转为简体 {count} 字",
}
DOUBTS = {
    "kept_annotation": "第 {place} 字：“{found}”像注音，但依据不足，保留原样",
    "byte_damage": "第 {place} 字：“{found}”编码已损坏，没有改动",
    "correction": "第 {place} 字：“{found}”疑为原文错字，没有改动；编者更正为“{suggestion}”",
    "mixed_script": "第 {place} 字起：简繁混用（{found}），没有转换",
}
SUGGESTION = "，建议改为“{suggestion}”，请编辑确认"
NOTHING_DONE = "没有发现需要修复的地方，原样输出。"
DONE = "已修复："
DOUBTED = "拿不准的（没有改动）："
NO_SUCH_FILE = "找不到文件：{file}"
CANNOT_READ = "无法读取文件：{file}（{reason}）"
NOT_TEXT = "{file} 不是 UTF-8 或 GB18030 编码的文本，没有处理。"
UNSTORABLE = "{file} 第 {place} 字是空字符或不完整的字符，没有处理。"
