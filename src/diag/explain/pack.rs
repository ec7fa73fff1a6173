//! Packs and their samples.

use super::Explanation;

pub(super) const TEMPLATE_TIMEOUT: Explanation = Explanation {
    means: ("排一份函用的时间太长，已经停下。", "Making a letter took too long and was stopped."),
    example: ("模板里的循环没有结束。", "A loop in a template does not end."),
    remedy: ("检查刚改过的模板里的循环。", "Look at the loops of the template that was changed last."),
};

pub(super) const TEMPLATE_MEMORY: Explanation = Explanation {
    means: ("排一份函用的内存太多，已经停下。", "Making a letter took too much memory and was stopped."),
    example: ("模板里的循环不断拼长一段文字。", "A loop in a template makes a text longer and longer."),
    remedy: (
        "检查刚改过的模板里的循环和重复。",
        "Look at loops and repetitions of the template that was changed last.",
    ),
};

pub(super) const PACK_UNKNOWN: Explanation = Explanation {
    means: ("模板文件夹里没有这个名称的模板包。", "The folder of templates has no pack of this name."),
    example: ("规则里写 pack = \"repli\"。", "A profile says pack = \"repli\"."),
    remedy: ("照提示改正名称；dafu template list 列出全部。", "Correct it as told; `dafu template list` names all."),
};

pub(super) const PACK_VERSION: Explanation = Explanation {
    means: ("模板包是给另一个版本的 dafu 做的。", "The pack was made for another version of dafu."),
    example: ("template.toml 里写 dafu = \"2.0\"。", "template.toml says dafu = \"2.0\"."),
    remedy: (
        "换用那个版本；或者用 dafu template test 核对后改这一行。",
        "Use that version, or change the line once `dafu template test` finds nothing.",
    ),
};

pub(super) const PACK_DIFFERS: Explanation = Explanation {
    means: ("用到的模板包不是指定的那一个。", "The pack in use is not the one that was insisted on."),
    example: ("dafu.toml 指定的模板包在本机被改动过。", "The pack that dafu.toml names was changed on this machine."),
    remedy: (
        "重新安装指定的模板包；确要换用，改 dafu.toml 里的 pack。",
        "Install the pack that is meant, or change `pack` in dafu.toml.",
    ),
};

pub(super) const PACK_FONT_MISSING: Explanation = Explanation {
    means: ("模板包指定的字体不在字体文件夹里。", "A font that the pack names is not in the folder of fonts."),
    example: ("[fonts] 里写了“方正小标宋简体”，没有这个字体。", "[fonts] names 方正小标宋简体, which is not there."),
    remedy: (
        "用 dafu fonts import 采用它，或者改 template.toml。",
        "Take it in with `dafu fonts import`, or change template.toml.",
    ),
};

pub(super) const PACK_FILE_DAMAGED: Explanation = Explanation {
    means: ("模板包文件坏了，或者不是 dafu 导出的。", "The file is broken or not a pack that dafu exported."),
    example: ("只下载了一半。", "Only half of it was downloaded."),
    remedy: ("请对方用 dafu template export 重新导出。", "Have it exported again by `dafu template export`."),
};

pub(super) const PACK_IN_THE_WAY: Explanation = Explanation {
    means: (
        "已有同名但不同的模板包、规则或版面文件。",
        "A pack, profile or house style of that name, but another one, is there.",
    ),
    example: ("安装同名的新一版模板包。", "A new version of a pack is installed over the old one."),
    remedy: (
        "确要替换时加 --force，或装到另一个文件夹。",
        "Add --force to replace it, or install into another folder.",
    ),
};

pub(super) const SAMPLE_DIFFERS: Explanation = Explanation {
    means: ("样本排出来和留存的不一样。", "The pages of a sample differ from what is kept of them."),
    example: ("改了页边距，断行跟着变了。", "A margin was changed, and lines break elsewhere."),
    remedy: (
        "看差异图；变化正是想要的，用 dafu template test --update。",
        "Look at the difference picture; if it is as meant, run `dafu template test --update`.",
    ),
};

pub(super) const SAMPLE_UNRECORDED: Explanation = Explanation {
    means: ("样本还没有留存过，没有可比的。", "Nothing is kept of this sample's pages, so nothing can be compared."),
    example: ("新建的模板包还没有核对过。", "A new pack that was never tested."),
    remedy: (
        "看过样本后，用 dafu template test --update。",
        "Look at the sample, then run `dafu template test --update`.",
    ),
};
